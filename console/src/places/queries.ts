import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

const MOST = 50

/** The incidents of a place that are not closed, newest first. */
export const placeIncidentsQuery = (place: string) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'of-place', place],
    queryFn: () =>
      answer(
        api.GET('/api/v1/incidents', {
          params: { query: { place: [place], state: ['open', 'acknowledged'], limit: MOST } },
        }),
      ),
  })
