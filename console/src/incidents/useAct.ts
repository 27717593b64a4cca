import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useOfferUndo } from '../app/done'
import { useShowProblem } from '../app/problems'
import { useText } from '../i18n/text'
import { type Act, isPossible, undoOf } from './acts'
import { incidentQuery } from './queries'
import { lastSeq } from './timeline'

type Incident = Api<'IncidentDetail'>

/** Somebody was quicker: what was wanted, and the newest entry that the person had seen. */
export interface Conflict {
  act: Act
  problem: Problem
  seen: number
}

function send({ id, version }: Incident, act: Act): Promise<Incident> {
  const params = { path: { incident: id }, header: { 'If-Match': `"${version}"` } }
  switch (act.what) {
    case 'acknowledge':
      return answer(api.POST('/api/v1/incidents/{incident}/acknowledge', { params }))
    case 'unacknowledge':
      return answer(api.POST('/api/v1/incidents/{incident}/unacknowledge', { params }))
    case 'close':
      return answer(api.POST('/api/v1/incidents/{incident}/close', { params, body: { reason: act.reason } }))
    case 'reopen':
      return answer(api.POST('/api/v1/incidents/{incident}/reopen', { params }))
    case 'comment':
      return answer(api.POST('/api/v1/incidents/{incident}/comments', { params, body: { text: act.text } }))
  }
}

/**
 * Acts on an incident as it is on the screen, and offers to take back what is easily done by mistake. Where it has
 * changed meanwhile, nothing is done and `conflict` says so.
 */
export function useAct(incident: Incident) {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useOfferUndo()
  const show = useShowProblem()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const takeIn = (detail: Incident) => {
    client.setQueryData(incidentQuery(detail.id).queryKey, detail)
    void client.invalidateQueries({ queryKey: [KEYS.incidents] })
  }
  const done = (act: Act, { title }: Incident) =>
    text(`console-incidents-done-${act.what}`, { incident: title })
  const undoing = useMutation({
    mutationFn: ({ act, seen }: { act: Act; seen: Incident }) => send(seen, act),
    onSuccess: (detail, { act }) => {
      takeIn(detail)
      notifications.show({
        color: 'celadon',
        closeButtonProps: { 'aria-label': text('console-dismiss') },
        message: done(act, detail),
      })
    },
    // The person may be at another incident by now, so a conflict is told beside the page, not in it.
    onError: (error) => {
      show(error)
      void client.invalidateQueries({ queryKey: [KEYS.incidents] })
    },
  })
  const mutation = useMutation({
    mutationFn: (act: Act) => send(incident, act),
    onSuccess: (detail, act) => {
      setConflict(null)
      takeIn(detail)
      const undo = undoOf(act.what)
      if (undo === null || !isPossible(undo, detail)) return
      offerUndo(`${detail.id}-${detail.version}`, done(act, detail), () =>
        undoing.mutate({ act: { what: undo }, seen: detail }),
      )
    },
    onError: (error, act) => {
      if (!(error instanceof Problem) || error.status !== 409) return show(error)
      setConflict({ act, problem: error, seen: lastSeq(incident.timeline) })
      void client.invalidateQueries({ queryKey: [KEYS.incidents] })
    },
  })
  return { ...mutation, conflict, forget: () => setConflict(null) }
}
