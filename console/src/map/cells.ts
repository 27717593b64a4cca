import type { Feature, Polygon, Position } from 'geojson'

/** A place of which only the middle and the area are known. */
export interface Middle {
  id: string
  lat: number
  lon: number
  area_km2: number | null
}

const KM_PER_DEGREE = 111.32
const CORNERS = 40
/** A disc of the place's own area leaves gaps; the cells of neighbours cut off what is too much. */
const GENEROSITY = 1.35
const DEFAULT_KM2 = 20

interface Disc {
  id: string
  x: number
  y: number
  radius: number
}

/**
 * Draws a cell around each middle, for a city without outlines of its places: the power diagram of discs that have
 * the places' areas, cut off at a wider disc. Only good for finding one's way; the map calls it approximate.
 */
export function cellsAround(places: readonly Middle[]): Feature<Polygon, { id: string }>[] {
  const known = places.filter((place) => Number.isFinite(place.lat) && Number.isFinite(place.lon))
  const parallel = known.reduce((sum, place) => sum + place.lat, 0) / Math.max(known.length, 1)
  const perDegree = { x: KM_PER_DEGREE * Math.cos((parallel * Math.PI) / 180), y: KM_PER_DEGREE }
  const discs = known.map((place): Disc => {
    const radius = Math.sqrt((place.area_km2 ?? DEFAULT_KM2) / Math.PI)
    return { id: place.id, x: place.lon * perDegree.x, y: place.lat * perDegree.y, radius }
  })
  return discs.flatMap((disc) => {
    const ring = discs.reduce((cell, other) => (other === disc ? cell : cut(cell, disc, other)), around(disc))
    const first = ring[0]
    if (ring.length < 3 || !first) return []
    const corners = [...ring, first].map(([x = 0, y = 0]) => [round(x / perDegree.x), round(y / perDegree.y)])
    return [
      {
        type: 'Feature',
        id: disc.id,
        properties: { id: disc.id },
        geometry: { type: 'Polygon', coordinates: [corners] },
      },
    ]
  })
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5

function around({ x, y, radius }: Disc): Position[] {
  return Array.from({ length: CORNERS }, (_, corner) => {
    const angle = (corner / CORNERS) * 2 * Math.PI
    return [x + radius * GENEROSITY * Math.cos(angle), y + radius * GENEROSITY * Math.sin(angle)]
  })
}

/** Cuts off the part of a convex cell that belongs to `other`: beyond the line where both discs have equal power. */
function cut(cell: Position[], disc: Disc, other: Disc): Position[] {
  const beyond = ([x = 0, y = 0]: Position): number =>
    (x - disc.x) ** 2 +
    (y - disc.y) ** 2 -
    disc.radius ** 2 -
    ((x - other.x) ** 2 + (y - other.y) ** 2 - other.radius ** 2)
  return cell.flatMap((corner, index) => {
    const next = cell[(index + 1) % cell.length] ?? corner
    const [here, there] = [beyond(corner), beyond(next)]
    const kept = here <= 0 ? [corner] : []
    if (here <= 0 === there <= 0) return kept
    const share = here / (here - there)
    const between = [0, 1].map(
      (axis) => (corner[axis] ?? 0) + share * ((next[axis] ?? 0) - (corner[axis] ?? 0)),
    )
    return [...kept, between]
  })
}
