import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { ACTIVE } from '../incidents/states'

const MOST = 50
const MINUTE = 60_000

/** All places of the pack. */
export const placesQuery = queryOptions({
  queryKey: [KEYS.places],
  queryFn: () => answer(api.GET('/api/v1/places')),
  staleTime: 5 * MINUTE,
})

/** Which places a name or an old address means today. */
export const gazetteerQuery = (text: string) =>
  queryOptions({
    queryKey: [KEYS.places, 'find', text],
    queryFn: () => answer(api.GET('/api/v1/places/find', { params: { query: { q: text, limit: 5 } } })),
    enabled: text.trim().length >= 2,
    placeholderData: (before) => before,
  })

/** The incidents of a place in which something is to be done, newest first. */
export const placeIncidentsQuery = (place: string) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'of-place', place],
    queryFn: () =>
      answer(
        api.GET('/api/v1/incidents', {
          params: { query: { place: [place], state: [...ACTIVE], limit: MOST } },
        }),
      ),
  })
