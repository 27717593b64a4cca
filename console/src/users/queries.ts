import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Role } from '../api/types'

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin']

/** Everybody who may sign in, and those who may no more. */
export const usersQuery = queryOptions({
  queryKey: [KEYS.users],
  queryFn: () => answer(api.GET('/api/v1/users')),
})

/** The browsers in which the person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: [KEYS.users, 'own-sessions'],
  queryFn: () => answer(api.GET('/api/v1/sessions')),
})

/** The passkeys of the person who is signed in. */
export const passkeysQuery = queryOptions({
  queryKey: [KEYS.users, 'own-passkeys'],
  queryFn: () => answer(api.GET('/api/v1/session/passkeys')),
})
