import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMay } from '../app/session'
import type { MapController } from '../map/controller'
import { SOURCES } from '../map/style'
import { plannedQuery } from './queries'
import { type View, viewFeatures, viewOf } from './views'

/** Draws on a map what its cameras see; returns the view of the one that is chosen, where it is known. */
export function useCameraViews(map: MapController | null, chosen: string | undefined): View | null {
  const may = useMay('camera.read')
  const { data } = useQuery({ ...plannedQuery, enabled: may })
  // The states of cameras change all the time; where they look does not.
  const where = JSON.stringify(data?.items.map(viewOf))
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when what is drawn changes
  useEffect(() => map?.show(SOURCES.cameraViews, viewFeatures(data?.items ?? [])), [map, where])
  const camera = data?.items.find(({ id }) => id === chosen)
  return camera ? viewOf(camera) : null
}
