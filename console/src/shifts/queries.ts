import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

const PAGE = 20

/** The shifts, the newest first, page by page. */
export const shiftsQuery = infiniteQueryOptions({
  queryKey: [KEYS.shifts, 'all'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam: cursor }) =>
    answer(api.GET('/api/v1/shifts', { params: { query: { limit: PAGE, cursor } } })),
  getNextPageParam: (page) => page.next_cursor,
})

/** One shift. */
export const shiftQuery = (shift: number) =>
  queryOptions({
    queryKey: [KEYS.shifts, 'one', shift],
    queryFn: () => answer(api.GET('/api/v1/shifts/{shift}', { params: { path: { shift } } })),
  })
