import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { useSayDone } from '../app/done'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'
import { useLatestUndo } from '../incidents/useLatestUndo'
import { type Run, type RunAct, send, undoOf } from './acts'
import { incidentPlaybooksQuery } from './queries'

/** Starts playbooks on an incident and works on their runs; what is easily done by mistake can be taken back. */
export function useRunActs(incident: string) {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useLatestUndo()
  const say = useSayDone()
  const afterAct = useAfterAct(KEYS.playbooks, KEYS.incidents, KEYS.drills)
  const takeIn = (run: Run) =>
    client.setQueryData(
      incidentPlaybooksQuery(run.incident).queryKey,
      (old) => old && { ...old, runs: old.runs.map((one) => (one.id === run.id ? run : one)) },
    )
  const undoing = useMutation({
    mutationFn: ({ run, act }: { run: Run; act: RunAct }) => send(run, act),
    onSuccess: (run) => {
      takeIn(run)
      say(text('console-playbooks-undone'))
    },
    ...afterAct,
  })
  const act = useMutation({
    mutationFn: ({ run, act: one }: { run: Run; act: RunAct }) => send(run, one),
    onSuccess: (after, { run: before, act: done }) => {
      takeIn(after)
      const undo = undoOf(done, before, after)
      if (!undo) return
      const thing = 'step' in done ? done.step.text : after.name
      const said = text(`console-playbooks-did-${done.what}`, { thing })
      offerUndo(incident, `${after.id} ${done.what} ${Date.now()}`, said, () =>
        undoing.mutate({ run: after, act: undo }),
      )
    },
    ...afterAct,
  })
  const start = useMutation({
    mutationFn: (playbook: string) =>
      answer(
        api.POST('/api/v1/incidents/{incident}/playbooks', {
          params: { path: { incident } },
          body: { playbook },
        }),
      ),
    onSuccess: (run) =>
      offerUndo(incident, `${run.id} start`, text('console-playbooks-did-start', { thing: run.name }), () =>
        undoing.mutate({ run, act: { what: 'end' } }),
      ),
    ...afterAct,
  })
  return { start, act }
}

export type RunActs = ReturnType<typeof useRunActs>
