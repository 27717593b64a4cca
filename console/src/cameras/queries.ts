import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { type Filter, queryOf } from './events/filter'

/** A camera's state is worth so long: workers tell of it every second. */
const STATE_MS = 2_000
const LASTING_MS = 10_000
const PAGE = 30
/** A clip is made some seconds after what it shows began. */
const CLIP_SOON_MS = 120_000
const CLIP_AGAIN_MS = 5_000

/** Whether the clip of an event may still come. */
export const isClipAwaited = ({ clip, opened, cleared }: Api<'CameraEvent'>, now = Date.now()): boolean =>
  clip === '' &&
  (cleared === null || now - Date.parse(cleared) < CLIP_SOON_MS) &&
  now - Date.parse(opened) < 10 * CLIP_SOON_MS

/** All cameras that are watched, with how they are now. */
export const camerasQuery = queryOptions({
  queryKey: [KEYS.cameras, 'all'],
  queryFn: () => answer(api.GET('/api/v1/cameras')),
  refetchInterval: STATE_MS,
})

/** The same where their states do not matter: not asked for over and over. */
export const plannedQuery = queryOptions({
  ...camerasQuery,
  refetchInterval: false,
})

/** One camera with its plan. */
export const cameraQuery = (asset: string) =>
  queryOptions({
    queryKey: [KEYS.cameras, 'one', asset],
    queryFn: async () =>
      (await answer(
        api.GET('/api/v1/cameras/{asset}', { params: { path: { asset } } }),
      )) as Api<'CameraDetail'>,
    refetchInterval: STATE_MS,
  })

/** How often a camera's lines were crossed, hour by hour. */
export const countsQuery = (asset: string, start: string, end: string) =>
  queryOptions({
    queryKey: [KEYS.cameras, 'counts', asset, start, end],
    queryFn: () =>
      answer(
        api.GET('/api/v1/cameras/{asset}/counts', {
          params: { path: { asset }, query: { start, end, step: 'hour' } },
        }),
      ),
    placeholderData: (before) => before,
  })

/** What cameras saw, the newest first, page by page. */
export const eventsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [KEYS.cameraEvents, 'all', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        api.GET('/api/v1/camera-events', { params: { query: { ...queryOf(filter), limit: PAGE, cursor } } }),
      ),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some((event) => isClipAwaited(event)) ? CLIP_AGAIN_MS : false,
  })

/** What cameras see right now and that lasts. */
export const lastingQuery = queryOptions({
  queryKey: [KEYS.cameraEvents, 'lasting'],
  queryFn: () =>
    answer(api.GET('/api/v1/camera-events', { params: { query: { lasting: true, limit: 200 } } })),
  refetchInterval: LASTING_MS,
})

/** One thing that a camera saw. */
export const eventQuery = (event: string) =>
  queryOptions({
    queryKey: [KEYS.cameraEvents, 'one', event],
    queryFn: () => answer(api.GET('/api/v1/camera-events/{event}', { params: { path: { event } } })),
    refetchInterval: ({ state: { data } }) => (data && isClipAwaited(data) ? CLIP_AGAIN_MS : false),
  })

/** What is known of a clip. */
export const clipQuery = (clip: string) =>
  queryOptions({
    queryKey: [KEYS.clips, 'one', clip],
    queryFn: () => answer(api.GET('/api/v1/clips/{clip}', { params: { path: { clip } } })),
  })
