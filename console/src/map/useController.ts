import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import 'maplibre-gl/dist/maplibre-gl.css'
import { useScale } from '../app/useScale'
import { type Bounds, type Camera, type Events, MapController } from './controller'

interface Wanted extends Partial<Omit<Events, 'moved'>> {
  /** What the map calls itself to a screen reader. */
  title: string
  /** What it shows at first. */
  bounds: Bounds
  moved?: (map: MapController) => void
}

interface Made {
  container: RefObject<HTMLDivElement | null>
  /** `null` until the container stands. */
  map: MapController | null
}

/** Makes a map in a container; anew, where it was, when colours or the size of letters are others. */
export function useController(wanted: Wanted): Made {
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const container = useRef<HTMLDivElement>(null)
  const camera = useRef<Camera | null>(null)
  const now = useRef(wanted)
  now.current = wanted
  const [map, setMap] = useState<MapController | null>(null)
  const { title, bounds } = wanted
  const ofGrid = wanted.chooseSwitch !== undefined || wanted.chooseLine !== undefined
  const picks = wanted.pick !== undefined
  useEffect(() => {
    if (!container.current) return
    const made = new MapController({
      container: container.current,
      scheme,
      scale,
      bounds,
      camera: camera.current,
      title,
      events: {
        chooseAsset: (id) => now.current.chooseAsset?.(id),
        choosePlace: (id) => now.current.choosePlace?.(id),
        ...(picks && { pick: (lon, lat) => now.current.pick?.(lon, lat) }),
        ...(ofGrid && {
          chooseSwitch: (id) => now.current.chooseSwitch?.(id),
          chooseLine: (id) => now.current.chooseLine?.(id),
        }),
        moved: () => {
          camera.current = made.camera
          now.current.moved?.(made)
        },
      },
    })
    setMap(made)
    return () => made.remove()
  }, [scheme, scale, title, bounds, ofGrid, picks])
  return { container, map }
}
