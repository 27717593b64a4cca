import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

/** One asset with its newest values, what it hangs on and its open incidents. */
export const assetQuery = (asset: string) =>
  queryOptions({
    queryKey: [KEYS.asset, asset],
    queryFn: () => answer(api.GET('/api/v1/assets/{asset}', { params: { path: { asset } } })),
    refetchInterval: 60_000,
  })
