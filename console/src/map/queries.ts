import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

const MINUTE = 60_000

/** All assets for the map in one answer; anew with every incident, and each minute for what fell silent. */
export const mapAssetsQuery = queryOptions({
  queryKey: [KEYS.map],
  queryFn: () => answer(api.GET('/api/v1/map/assets')),
  refetchInterval: MINUTE,
})

/** The outlines of the places; none where the pack has only their middles. */
export const territoryQuery = queryOptions({
  queryKey: [KEYS.places, 'territory'],
  queryFn: () => answer(api.GET('/api/v1/places/geojson')),
  staleTime: Number.POSITIVE_INFINITY,
})
