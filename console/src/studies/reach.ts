import type { Feature, Position } from 'geojson'
import type { Option } from './study'

/** Of a degree of latitude; the earth is taken for a ball, and flat as far as an option reaches. */
const METRES_A_DEGREE = 111_320
/** A step of the rim, in degrees seen from the site. */
const STEP_DEG = 5

interface Spot {
  lat: number
  lon: number
  heading_deg: number
}

/** What an option reaches from a spot: a circle or a wedge, without what lies too near. `null` where it reaches nothing. */
export function reachOf(
  spot: Spot,
  option: Pick<Option, 'range_m' | 'near_m' | 'angle_deg'>,
): Feature | null {
  const { range_m, near_m, angle_deg } = option
  if (range_m <= 0) return null
  const whole = angle_deg >= 360
  const far = rim(spot, range_m, angle_deg)
  const near = near_m > 0 ? rim(spot, near_m, angle_deg) : null
  const rings = whole
    ? [closed(far), ...(near ? [closed(near.toReversed())] : [])]
    : [closed([...(near?.toReversed() ?? [[spot.lon, spot.lat]]), ...far])]
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: rings }, properties: {} }
}

/** The points at one distance, from one side of the angle to the other; north is 0, clockwise. */
function rim({ lat, lon, heading_deg }: Spot, distance: number, angle: number): Position[] {
  const steps = Math.max(2, Math.ceil(angle / STEP_DEG))
  const east = METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)
  return Array.from({ length: angle >= 360 ? steps : steps + 1 }, (_, step) => {
    const bearing = ((heading_deg - angle / 2 + (angle * step) / steps) * Math.PI) / 180
    return [
      lon + (distance * Math.sin(bearing)) / east,
      lat + (distance * Math.cos(bearing)) / METRES_A_DEGREE,
    ]
  })
}

const closed = (ring: readonly Position[]): Position[] => [...ring, ring[0] ?? []]
