import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import type { operations } from '../api/schema'
import type { Api } from '../api/types'

const GRID = 'grid'
const STATE_EVERY_MS = 5_000

/** What is drawn of the grid; it changes only with the grid. */
export const gridMapQuery = queryOptions({
  queryKey: [GRID, 'map'],
  queryFn: () => answer(api.GET('/api/v1/grid/map')),
  staleTime: Number.POSITIVE_INFINITY,
})

/** What is energised now. */
export const gridStateQuery = queryOptions({
  queryKey: [GRID, 'state'],
  queryFn: () => answer(api.GET('/api/v1/grid/state')),
  refetchInterval: STATE_EVERY_MS,
})

const ESTIMATE_EVERY_MS = 30_000

/** The state that fits all measurements best, and what does not fit. */
export const estimateQuery = queryOptions({
  queryKey: [GRID, 'estimate'],
  queryFn: () => answer(api.GET('/api/v1/grid/estimate')),
  refetchInterval: ESTIMATE_EVERY_MS,
})

/** All feeders. */
export const feedersQuery = queryOptions({
  queryKey: [GRID, 'feeders'],
  queryFn: () => answer(api.GET('/api/v1/grid/feeders')),
  refetchInterval: 2 * STATE_EVERY_MS,
})

/** One feeder with its diagram. */
export const feederQuery = (feeder: string) =>
  queryOptions({
    queryKey: [GRID, 'feeder', feeder],
    queryFn: () => answer(api.GET('/api/v1/grid/feeders/{feeder}', { params: { path: { feeder } } })),
    refetchInterval: 2 * STATE_EVERY_MS,
  })

/** What the city's grid is. */
export const gridQuery = queryOptions({
  queryKey: [GRID, 'info'],
  queryFn: () => answer(api.GET('/api/v1/grid')),
})

type ContingencyOrder = NonNullable<
  NonNullable<operations['listContingencies']['parameters']['query']>['order']
>

/** N-1 from the normal state, the worst first; of one feeder or, with "", of all. */
export const contingenciesQuery = (order: ContingencyOrder, feeder: string) =>
  queryOptions({
    queryKey: [GRID, 'contingencies', order, feeder],
    queryFn: () =>
      answer(api.GET('/api/v1/grid/contingencies', { params: { query: { order, feeder, limit: 200 } } })),
  })

type By = Api<'ReliabilityReport'>['by']

/** Reliability of a period; times are RFC 3339. */
export const reliabilityQuery = (start: string | undefined, end: string | undefined, by: By) =>
  queryOptions({
    queryKey: [GRID, 'reliability', start, end, by],
    queryFn: () =>
      answer(
        api.GET('/api/v1/grid/reliability', {
          params: { query: { start: start ?? null, end: end ?? null, by } },
        }),
      ),
  })

/** The storm of September 2024 played on the grid. */
export const stormQuery = queryOptions({
  queryKey: [GRID, 'storm'],
  queryFn: () => answer(api.GET('/api/v1/grid/storm')),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Tomorrow's load of a feeder. */
export const forecastQuery = (feeder: string) =>
  queryOptions({
    queryKey: [GRID, 'forecast', feeder],
    queryFn: () =>
      answer(api.GET('/api/v1/grid/feeders/{feeder}/forecast', { params: { path: { feeder } } })),
    retry: false,
  })

/** Who would lose power when, if load had to be shed. */
export function useRota() {
  return useMutation({
    mutationFn: (body: Api<'RotaRequest'>) => answer(api.POST('/api/v1/grid/rota', { body })),
  })
}

/** Switching plans after a fault. */
export function useRestoration() {
  return useMutation({
    mutationFn: (body: Api<'RestorationRequest'>) => answer(api.POST('/api/v1/grid/restoration', { body })),
  })
}

/** Proposes a plan to those who switch. */
export function usePropose() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Api<'NewProposal'>) => answer(api.POST('/api/v1/grid/proposals', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: proposalsQuery.queryKey }),
  })
}

/** Takes a proposal back. */
export function useWithdraw() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (proposal: number) =>
      answer(api.POST('/api/v1/grid/proposals/{proposal}/withdraw', { params: { path: { proposal } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: proposalsQuery.queryKey }),
  })
}

/** Plans that somebody has proposed. */
export const proposalsQuery = queryOptions({
  queryKey: [GRID, 'proposals'],
  queryFn: () => answer(api.GET('/api/v1/grid/proposals')),
})

/** What the present state would become. */
export const whatIfQuery = (moves: Api<'WhatIfRequest'>) =>
  queryOptions({
    queryKey: [GRID, 'what-if', moves],
    queryFn: () => answer(api.POST('/api/v1/grid/what-if', { body: moves })),
    staleTime: 0,
  })
