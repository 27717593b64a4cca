import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

const AGAIN_MS = 10_000

/** How the platform is; the stream brings it each few seconds, and it is asked for where the stream is down. */
export const healthQuery = queryOptions({
  queryKey: [KEYS.health],
  queryFn: () => answer(api.GET('/api/v1/system/health')),
  refetchInterval: AGAIN_MS,
})
