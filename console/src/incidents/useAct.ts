import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api/problem'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useSayDone } from '../app/done'
import { useShowProblem } from '../app/problems'
import { useText } from '../i18n/text'
import { type Act, isPossible, undoOf } from './acts'
import { incidentQuery } from './queries'
import { send } from './send'
import { HAPPENED, lastSeq } from './timeline'
import { useLatestUndo } from './useLatestUndo'

type Incident = Api<'IncidentDetail'>

/** Somebody was quicker: what was wanted, and the newest entry that the person had seen. */
export interface Conflict {
  act: Act
  problem: Problem
  seen: number
}

/**
 * Acts on an incident as it is on the screen, and offers to take back what is easily done by mistake. Where it has
 * changed meanwhile, nothing is done and `conflict` says so.
 */
export function useAct(incident: Incident) {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useLatestUndo()
  const say = useSayDone()
  const show = useShowProblem()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const takeIn = (detail: Incident) => {
    client.setQueryData(incidentQuery(detail.id).queryKey, detail)
    void client.invalidateQueries({ queryKey: [KEYS.incidents] })
  }
  const done = (act: Act, { title }: Incident) =>
    text('console-incidents-done', { done: text(HAPPENED[act.what]), incident: title })
  const undoing = useMutation({
    mutationFn: ({ act, seen }: { act: Act; seen: Incident }) => send(seen, act),
    onSuccess: (detail, { act }) => {
      takeIn(detail)
      say(done(act, detail))
    },
    // The person may be at another incident by now, so a conflict is told beside the page, not in it.
    onError: (error) => {
      show(error)
      void client.invalidateQueries({ queryKey: [KEYS.incidents] })
    },
  })
  const mutation = useMutation({
    mutationFn: (act: Act) => send(incident, act),
    onSuccess: async (detail, act) => {
      setConflict(null)
      takeIn(detail)
      const undo = undoOf(act, incident)
      if (undo === null) {
        if (act.what === 'unlink') say(done(act, incident))
        return
      }
      // The answer to a merge is the other incident; what is to be apart again is this one.
      const after =
        act.what === 'merge'
          ? await client.fetchQuery({ ...incidentQuery(incident.id), staleTime: 0 })
          : detail
      if (!isPossible(undo.what, after)) return
      offerUndo(incident.id, `${after.id}-${after.version}`, done(act, incident), () =>
        undoing.mutate({ act: undo, seen: after }),
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

export type Acting = ReturnType<typeof useAct>
