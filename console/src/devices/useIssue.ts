import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { useShowProblem } from '../app/problems'

/** Issues a device's credential; its `data` holds the password until `reset`. */
export function useIssue(asset: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/devices/{asset}/credential', { params: { path: { asset } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.asset, asset] }),
    onError: useShowProblem(),
    // The secret does not stay in the cache of answers.
    gcTime: 0,
  })
}

/** Revokes a device's credential. */
export function useRevoke(asset: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/devices/{asset}/credential', { params: { path: { asset } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.asset, asset] }),
    onError: useShowProblem(),
  })
}
