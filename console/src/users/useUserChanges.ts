import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'

/** Changes a user's role, disables or enables them. */
export function useChangeUser(user: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Api<'UserChange'>) =>
      answer(api.PATCH('/api/v1/users/{user}', { params: { path: { user } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.users] }),
    onError: useShowProblem(),
  })
}

/** Makes a one-time sign-in link; its `data` holds it until `reset`. */
export function useMakeLink() {
  return useMutation({
    mutationFn: (user: string) =>
      answer(api.POST('/api/v1/users/{user}/link', { params: { path: { user } } })),
    onError: useShowProblem(),
    // The link does not stay in the cache of answers.
    gcTime: 0,
  })
}

/** Creates a user, and at once the link that they sign in with first. */
export function useCreateUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: Api<'UserDraft'>) => {
      const user = await answer(api.POST('/api/v1/users', { body }))
      const link = await answer(
        api.POST('/api/v1/users/{user}/link', { params: { path: { user: user.id } } }),
      )
      return { user, link }
    },
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.users] }),
    onError: useShowProblem(),
    gcTime: 0,
  })
}
