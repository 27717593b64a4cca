import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { type Filter, queryOf } from './filter'

const PAGE = 50

/** The reports that pass the filter, the newest first, page by page. */
export const reportsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [KEYS.reports, 'all', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor }) =>
      answer(api.GET('/api/v1/reports', { params: { query: { ...queryOf(filter), limit: PAGE, cursor } } })),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  })

/** The newest report, and how many wait. */
export const newestReportQuery = queryOptions({
  queryKey: [KEYS.reports, 'newest'],
  queryFn: () => answer(api.GET('/api/v1/reports', { params: { query: { limit: 1 } } })),
})

/** One report. */
export const reportQuery = (report: string) =>
  queryOptions({
    queryKey: [KEYS.reports, 'one', report],
    queryFn: () => answer(api.GET('/api/v1/reports/{report}', { params: { path: { report } } })),
  })

/** What citizens may report. */
export const servicesQuery = queryOptions({
  queryKey: [KEYS.reports, 'services'],
  queryFn: () => answer(api.GET('/api/v1/report-services')),
})

/** So many reports of one incident are listed at most. */
const OF_INCIDENT = 50

/** The reports that belong to an incident, the newest first. */
export const incidentReportsQuery = (incident: string) =>
  queryOptions({
    queryKey: [KEYS.reports, 'of-incident', incident],
    queryFn: () =>
      answer(api.GET('/api/v1/reports', { params: { query: { incident: [incident], limit: OF_INCIDENT } } })),
  })
