import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { type Filter, statesOf } from './filter'
import { ACTIVE } from './states'

const PAGE = 500
/** So many incidents are read at most; more nobody works through in a list. */
export const MOST = 1_000
/** So many incidents the strip of what happened lately is made of. */
const LATELY = 200

export interface Queue {
  items: Api<'IncidentSummary'>[]
  byState: Api<'IncidentPage'>['by_state']
  bySeverity: Api<'IncidentPage'>['by_severity']
  snoozed: number
  overdue: number
  /** There are more than `MOST`: the last of the order are missing. */
  cut: boolean
}

/** All incidents that pass the filter, in its order; `me` is the id of who asks. */
export const queueQuery = (filter: Filter, me: string) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'queue', filter, me],
    queryFn: async ({ signal }): Promise<Queue> => {
      const items: Api<'IncidentSummary'>[] = []
      let cursor: string | null = null
      let page: Api<'IncidentPage'>
      do {
        page = await answer(
          api.GET('/api/v1/incidents', {
            signal,
            params: {
              query: {
                state: [...statesOf(filter)],
                severity: [...filter.severities],
                kind: [...filter.kinds],
                place: filter.place ? [filter.place] : [],
                agency: filter.agency ? [filter.agency] : [],
                owner: filter.mine ? [me] : [],
                snoozed: filter.snoozed,
                drill: filter.drill ? true : null,
                order: filter.order,
                q: filter.words,
                limit: PAGE,
                cursor,
              },
            },
          }),
        )
        items.push(...page.items)
        cursor = page.next_cursor
      } while (cursor !== null && items.length < MOST)
      const { by_state: byState, by_severity: bySeverity, snoozed, overdue } = page
      return { items, byState, bySeverity, snoozed, overdue, cut: cursor !== null }
    },
    placeholderData: (before) => before,
  })

/** So many incidents are offered to be chosen from at once. */
const OFFERED = 100

/**
 * Incidents to choose from: without words those in which something is to be done, snoozed or not, the most urgent
 * first; with words those they are found in, the newest first, and with `over` in whatever state.
 */
export const othersQuery = (words: string, { over, drill }: { over: boolean; drill: boolean | undefined }) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'others', words, over, drill],
    queryFn: async ({ signal }) => {
      const query = {
        state: words && over ? [] : [...ACTIVE],
        drill: drill ?? null,
        order: words ? ('newest' as const) : ('urgency' as const),
        q: words,
        limit: OFFERED,
      }
      const page = await answer(api.GET('/api/v1/incidents', { signal, params: { query } }))
      return page.items
    },
    placeholderData: (before) => before,
  })

/** The incidents opened last, in whatever state. */
export const latelyQuery = queryOptions({
  queryKey: [KEYS.incidents, 'lately'],
  queryFn: async () => {
    const page = await answer(api.GET('/api/v1/incidents', { params: { query: { limit: LATELY } } }))
    return page.items
  },
})

/** One incident with all that belongs to it. */
export const incidentQuery = (incident: string) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'one', incident],
    queryFn: () => answer(api.GET('/api/v1/incidents/{incident}', { params: { path: { incident } } })),
  })

/** How many incidents nobody has confirmed yet. */
export const openCountQuery = queryOptions({
  queryKey: [KEYS.incidents, 'count'],
  queryFn: async () => {
    const page = await answer(api.GET('/api/v1/incidents', { params: { query: { limit: 1 } } }))
    return page.by_state.suspected ?? 0
  },
})

/** Whom incidents and tasks can be given to. */
export const workersQuery = queryOptions({
  queryKey: [KEYS.incidents, 'workers'],
  queryFn: () => answer(api.GET('/api/v1/workers')),
})
