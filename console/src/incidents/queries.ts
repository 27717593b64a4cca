import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { type Filter, statesOf } from './filter'

const PAGE = 500
/** So many incidents are read at most; more nobody works through in a list. */
export const MOST = 1_000

export interface Queue {
  items: Api<'IncidentSummary'>[]
  byState: Api<'IncidentPage'>['by_state']
  bySeverity: Api<'IncidentPage'>['by_severity']
  /** There are more than `MOST`: the oldest are missing. */
  cut: boolean
}

/** All incidents that pass the filter, newest first. */
export const queueQuery = (filter: Filter) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'queue', filter],
    queryFn: async (): Promise<Queue> => {
      const items: Api<'IncidentSummary'>[] = []
      let cursor: string | null = null
      let page: Api<'IncidentPage'>
      do {
        page = await answer(
          api.GET('/api/v1/incidents', {
            params: {
              query: {
                state: [...statesOf(filter.show)],
                severity: [...filter.severities],
                kind: [...filter.kinds],
                place: filter.place ? [filter.place] : [],
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
      return { items, byState: page.by_state, bySeverity: page.by_severity, cut: cursor !== null }
    },
    placeholderData: (before) => before,
  })

/** One incident with its findings and its timeline. */
export const incidentQuery = (incident: string) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'one', incident],
    queryFn: () => answer(api.GET('/api/v1/incidents/{incident}', { params: { path: { incident } } })),
  })

/** How many incidents nobody has acknowledged yet. */
export const openCountQuery = queryOptions({
  queryKey: [KEYS.incidents, 'count'],
  queryFn: async () => {
    const page = await answer(api.GET('/api/v1/incidents', { params: { query: { limit: 1 } } }))
    return page.by_state.open ?? 0
  },
})
