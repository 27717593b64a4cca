import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import 'maplibre-gl/dist/maplibre-gl.css'
import { useScale } from '../../app/useScale'
import type { Bounds, Camera } from '../../map/controller'
import { type Events, StudyMapController } from './controller'

interface Wanted extends Events {
  /** What the map calls itself to a screen reader. */
  title: string
  /** What it shows at first. */
  bounds: Bounds
}

interface Made {
  container: RefObject<HTMLDivElement | null>
  /** `null` until the container stands. */
  map: StudyMapController | null
}

/** Makes a study's map in a container; anew, where it was, when colours or the size of letters are others. */
export function useStudyMap(wanted: Wanted): Made {
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const container = useRef<HTMLDivElement>(null)
  const camera = useRef<Camera | null>(null)
  const now = useRef(wanted)
  now.current = wanted
  const [map, setMap] = useState<StudyMapController | null>(null)
  const { title, bounds } = wanted
  useEffect(() => {
    if (!container.current) return
    const made = new StudyMapController({
      container: container.current,
      scheme,
      scale,
      bounds,
      camera: camera.current,
      title,
      events: () => now.current,
    })
    setMap(made)
    return () => {
      camera.current = made.camera
      made.remove()
    }
  }, [scheme, scale, title, bounds])
  return { container, map }
}
