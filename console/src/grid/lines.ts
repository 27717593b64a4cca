import type { Feature } from 'geojson'
import type { Api } from '../api/types'

export type LineState = 'live' | 'dead' | 'over'

type State = Pick<Api<'GridState'>, 'dead' | 'overloaded' | 'moved'>

/** The grid's lines as they are in a state; `row` names a line in the map's columns. */
export function lineFeatures({ lines }: Api<'GridMap'>, state: State | undefined): Feature[] {
  const states = new Map<number, LineState>()
  for (const row of state?.overloaded ?? []) states.set(row, 'over')
  for (const row of state?.dead ?? []) states.set(row, 'dead')
  return lines.id.map((id, row) => {
    const at = 4 * row
    const [lon = 0, lat = 0, toLon = 0, toLat = 0] = lines.points.slice(at, at + 4)
    return {
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: [
          [lon, lat],
          [toLon, toLat],
        ],
      },
      properties: { id, row, state: states.get(row) ?? 'live', overhead: lines.overhead[row] ?? true },
    }
  })
}

/** Switches outside substations, closed or open as they are in a state. */
export function switchFeatures({ switches }: Api<'GridMap'>, state: State | undefined): Feature[] {
  const moved = new Set(state?.moved)
  return switches.id.map((id, row) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [switches.lon[row] ?? 0, switches.lat[row] ?? 0] },
    properties: { id, closed: moved.has(id) !== switches.normally_closed[row], moved: moved.has(id) },
  }))
}

/** The middle of a line, to bring it into sight. */
export function middleOf({ lines }: Api<'GridMap'>, id: string): [lon: number, lat: number] | null {
  const row = lines.id.indexOf(id)
  if (row < 0) return null
  const [lon = 0, lat = 0, toLon = 0, toLat = 0] = lines.points.slice(4 * row, 4 * row + 4)
  return [(lon + toLon) / 2, (lat + toLat) / 2]
}
