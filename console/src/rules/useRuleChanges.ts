import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { useOfferUndo } from '../app/done'
import { useShowProblem } from '../app/problems'
import { useText } from '../i18n/text'
import { type AnyRule, rulesQuery } from './queries'

/** What can be done to the rules; `version` is the one that the person saw. */
export type Change =
  | { what: 'create' | 'replace'; rule: AnyRule; version: number }
  | { what: 'delete'; rule: AnyRule; version: number }
  | { what: 'restore'; past: number; version: number }

async function send(change: Change): Promise<number> {
  const header = { 'If-Match': `"${change.version}"` }
  switch (change.what) {
    case 'create':
      return (await answer(api.POST('/api/v1/rules', { params: { header }, body: change.rule }))).version
    case 'replace': {
      const path = { rule: change.rule.id }
      const params = { header, path }
      return (await answer(api.PUT('/api/v1/rules/{rule}', { params, body: change.rule }))).version
    }
    case 'delete': {
      const params = { header, path: { rule: change.rule.id } }
      return (await answer(api.DELETE('/api/v1/rules/{rule}', { params }))).version
    }
    case 'restore': {
      const params = { header, path: { version: change.past } }
      return (await answer(api.POST('/api/v1/rules/versions/{version}/restore', { params }))).version
    }
  }
}

/** Changes the rules and offers to take the change back. `onError` hears what was refused. */
export function useRuleChange(onError?: (error: unknown) => void) {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useOfferUndo()
  const show = useShowProblem()
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: async (version, change) => {
      await client.invalidateQueries({ queryKey: [KEYS.rules] })
      offerUndo(`rules-${version}`, text(`console-rules-done-${change.what}`), () =>
        mutation.mutate({ what: 'restore', past: change.version, version }),
      )
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: rulesQuery.queryKey })
      ;(onError ?? show)(error)
    },
  })
  return mutation
}
