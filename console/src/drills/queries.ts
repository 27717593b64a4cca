import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

const PAGE = 20

/** The drills, the newest first, page by page. */
export const drillsQuery = infiniteQueryOptions({
  queryKey: [KEYS.drills, 'all'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam: cursor }) =>
    answer(api.GET('/api/v1/drills', { params: { query: { limit: PAGE, cursor } } })),
  getNextPageParam: (page) => page.next_cursor,
})

/** So many drills that run at once are told of. */
const RUNNING = 100

/** The drills that run, the newest first. */
export const runningDrillsQuery = queryOptions({
  queryKey: [KEYS.drills, 'running'],
  queryFn: () => answer(api.GET('/api/v1/drills', { params: { query: { running: true, limit: RUNNING } } })),
})

/** One drill. */
export const drillQuery = (drill: string) =>
  queryOptions({
    queryKey: [KEYS.drills, 'one', drill],
    queryFn: () => answer(api.GET('/api/v1/drills/{drill}', { params: { path: { drill } } })),
  })

/** What a drill showed; it changes with the run and with the incident. */
export const drillReportQuery = (drill: string) =>
  queryOptions({
    queryKey: [KEYS.playbooks, 'drill-report', drill],
    queryFn: () => answer(api.GET('/api/v1/drills/{drill}/report', { params: { path: { drill } } })),
  })
