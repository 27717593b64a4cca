import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'

export type Channel = Api<'NotificationChannel'>['channel']
export type Address = Api<'NotificationAddress'>
export type Delivery = Api<'NotificationDelivery'>
export type Rule = Required<Api<'NotificationRule'>>

const PAGE = 50
/** How soon deliveries are read anew at least, and at most, while one is still to be sent: no event tells of that. */
const SOONEST_MS = 3_000
const LATEST_MS = 60_000

/** In how many milliseconds deliveries are to be read anew, by when the next is due; `false` where none is. */
export function nextLook(
  deliveries: readonly Pick<Delivery, 'state' | 'due'>[],
  now: number,
): number | false {
  const due = deliveries.filter(({ state }) => state === 'pending').map((one) => Date.parse(one.due))
  if (due.length === 0) return false
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.min(...due) - now))
}

/** Of what the reader wants to be told. */
export const settingsQuery = queryOptions({
  queryKey: [KEYS.notifications, 'settings'],
  queryFn: () => answer(api.GET('/api/v1/notifications/settings')),
})

/** The ways to tell people, and which of them the platform is set up for. */
export const channelsQuery = queryOptions({
  queryKey: [KEYS.notifications, 'channels'],
  queryFn: () => answer(api.GET('/api/v1/notifications/channels')),
})

/** The reader's own addresses. */
export const addressesQuery = queryOptions({
  queryKey: [KEYS.notifications, 'addresses'],
  queryFn: () => answer(api.GET('/api/v1/notifications/addresses')),
})

/** What was sent, or is to be, the newest first: to the reader or to everybody. */
export const deliveriesQuery = (everybody: boolean) =>
  infiniteQueryOptions({
    queryKey: [KEYS.notifications, 'deliveries', everybody],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor }) => {
      const params = { query: { limit: PAGE, cursor } }
      return answer(
        everybody
          ? api.GET('/api/v1/notifications/deliveries/all', { params })
          : api.GET('/api/v1/notifications/deliveries', { params }),
      )
    },
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state: { data } }) =>
      nextLook(data?.pages.flatMap(({ items }) => items) ?? [], Date.now()),
  })
