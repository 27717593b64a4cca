import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { incidentQuery } from './queries'
import { lastSeq } from './timeline'

/** What a person does to an incident. */
export type Act =
  | { what: 'acknowledge' }
  | { what: 'close'; reason: string }
  | { what: 'comment'; text: string }

/** Somebody was quicker: what was wanted, and the newest entry that the person had seen. */
export interface Conflict {
  act: Act
  problem: Problem
  seen: number
}

function send(incident: string, version: number, act: Act): Promise<Api<'IncidentDetail'>> {
  const params = { path: { incident }, header: { 'If-Match': `"${version}"` } }
  switch (act.what) {
    case 'acknowledge':
      return answer(api.POST('/api/v1/incidents/{incident}/acknowledge', { params }))
    case 'close':
      return answer(api.POST('/api/v1/incidents/{incident}/close', { params, body: { reason: act.reason } }))
    case 'comment':
      return answer(api.POST('/api/v1/incidents/{incident}/comments', { params, body: { text: act.text } }))
  }
}

/** Acts on an incident as it is on the screen. Where it has changed meanwhile, nothing is done and `conflict` says so. */
export function useAct(incident: Api<'IncidentDetail'>) {
  const client = useQueryClient()
  const show = useShowProblem()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const { queryKey } = incidentQuery(incident.id)
  const mutation = useMutation({
    mutationFn: (act: Act) => send(incident.id, incident.version, act),
    onSuccess: (detail) => {
      setConflict(null)
      client.setQueryData(queryKey, detail)
      void client.invalidateQueries({ queryKey: [KEYS.incidents] })
    },
    onError: (error, act) => {
      if (!(error instanceof Problem) || error.status !== 409) return show(error)
      setConflict({ act, problem: error, seen: lastSeq(incident.timeline) })
      void client.invalidateQueries({ queryKey: [KEYS.incidents] })
    },
  })
  return { ...mutation, conflict, forget: () => setConflict(null) }
}
