import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { answer, api } from './client'
import { Problem } from './problem'
import type { City, Session } from './types'

const MINUTE = 60_000

/** The first words of the query keys: what the event stream says is out of date. */
export const KEYS = {
  session: 'session',
  city: 'city',
  places: 'places',
  map: 'map',
  asset: 'asset',
  series: 'series',
  incidents: 'incidents',
  findings: 'findings',
  rules: 'rules',
  unknownDevices: 'unknown-devices',
  health: 'health',
  users: 'users',
  shifts: 'shifts',
  playbooks: 'playbooks',
  drills: 'drills',
  reports: 'reports',
  notifications: 'notifications',
  cameras: 'cameras',
  cameraEvents: 'camera-events',
  clips: 'clips',
  studies: 'studies',
} as const

/** Makes the cache of answers. Signing in again is asked for as soon as any call says 401. */
export function makeQueryClient(): QueryClient {
  const signedOut = (error: unknown) => {
    if (error instanceof Problem && error.status === 401) client.setQueryData([KEYS.session], null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        // What the browser takes for offline is tried all the same, and said if it fails. An act above all must not
        // wait in silence and be done whenever the network is back, in a situation that nobody has looked at.
        networkMode: 'always',
        staleTime: MINUTE,
        retry: (count, error) =>
          count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

/** Who is signed in; `null` for nobody. */
export const sessionQuery = queryOptions({
  queryKey: [KEYS.session],
  queryFn: async () => {
    try {
      return await answer(api.GET('/api/v1/session'))
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: 5 * MINUTE,
})

/** Takes in who has just signed in, against any older answer that is still on its way. */
export async function takeSession(client: QueryClient, session: Session): Promise<void> {
  await client.cancelQueries({ queryKey: [KEYS.session] })
  client.setQueryData([KEYS.session], session)
}

/** The city, its kinds of assets and the meaning of the quality bits. */
export const cityQuery = queryOptions({
  queryKey: [KEYS.city],
  queryFn: async () => (await answer(api.GET('/api/v1/city'))) as City,
  staleTime: Number.POSITIVE_INFINITY,
})
