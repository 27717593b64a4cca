import type { Feature } from 'geojson'
import type { Camera } from './phases'

const METRES_A_DEGREE = 111_320
/** A step of the rim, in degrees of the view. */
const STEP_DEG = 5

/** A camera whose field of view is known. */
export interface View {
  id: string
  lat: number
  lon: number
  heading: number
  wide: number
  far: number
}

/** Where a camera looks; `null` where nobody knows. */
export function viewOf({ id, lat, lon, heading_deg, view_deg, range_m }: Camera): View | null {
  if (heading_deg === null || view_deg === null || range_m === null) return null
  return { id, lat, lon, heading: heading_deg, wide: view_deg, far: range_m }
}

/** The wedges that cameras see, as the map draws them; the earth is taken for flat, which a few hundred metres bear. */
export function viewFeatures(cameras: readonly Camera[]): Feature[] {
  return cameras.flatMap((camera) => {
    const view = viewOf(camera)
    return view ? [wedge(view)] : []
  })
}

function wedge({ id, lat, lon, heading, wide, far }: View): Feature {
  const steps = Math.max(2, Math.ceil(wide / STEP_DEG))
  const rim = Array.from({ length: steps + 1 }, (_, step) => {
    const bearing = ((heading - wide / 2 + (wide * step) / steps) * Math.PI) / 180
    return [
      lon + (far * Math.sin(bearing)) / (METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)),
      lat + (far * Math.cos(bearing)) / METRES_A_DEGREE,
    ]
  })
  const ring = wide >= 360 ? [...rim.slice(0, -1), rim[0] ?? [lon, lat]] : [[lon, lat], ...rim, [lon, lat]]
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: { id } }
}
