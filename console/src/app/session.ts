import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useRef } from 'react'
import { answer, api } from '../api/client'
import { cityQuery, KEYS } from '../api/queries'
import type { City, Session } from '../api/types'
import { useLanguage } from '../i18n/LanguageProvider'
import type { Language } from '../i18n/languages'
import { forgetDrafts } from './drafts'

/**
 * Who is signed in, handed down by the gate. Not asked of the cache further down: what is being drawn while the
 * session ends would find nobody there before the gate has closed.
 */
export const SessionContext = createContext<Session | null>(null)

/** Who is signed in; only for what stands behind the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession stands behind the sign-in only')
  return session
}

/** Whether the person may take an action of the policies, e.g. "incident.resolve". */
export function useMay(action: string): boolean {
  return useSession().actions.includes(action)
}

/** The city, its kinds and channels; waits for it once, at the start. */
export function useCity(): City {
  return useSuspenseQuery(cityQuery).data
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      client.setQueryData([KEYS.session], null)
      forgetDrafts(sessionStorage)
    },
  })
}

/** Forgets what others have left unsent in this tab, whichever way they went. */
export function useOwnDraftsOnly(): void {
  const { id } = useSession().user
  useEffect(() => forgetDrafts(sessionStorage, { but: id }), [id])
}

/** Changes the language here and for the person's next sign-in anywhere. */
export function useKeepLanguage(): (language: Language) => void {
  const { choose } = useLanguage()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (language: Language) => answer(api.PATCH('/api/v1/session', { body: { language } })),
    onSuccess: (session) => {
      client.setQueryData([KEYS.session], session)
      // Sentences of the platform itself (titles of incidents, say) come in the person's language.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.session })
    },
  })
  return (language) => {
    choose(language)
    mutate(language)
  }
}

/** Takes the language that the person chose last, wherever that was. */
export function useLanguageOfSession(): void {
  const { language } = useSession().user
  const { choose } = useLanguage()
  const chosen = useRef(choose)
  chosen.current = choose
  useEffect(() => chosen.current(language), [language])
}
