import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../../api/client'
import { KEYS } from '../../api/queries'
import type { Api } from '../../api/types'
import { useAfterAct } from '../../app/useAfterAct'
import { useText } from '../../i18n/text'
import { useLatestUndo } from '../useLatestUndo'
import { wasBefore } from './tasks'

type Task = Api<'IncidentTask'>

interface Changing {
  task: Task
  change: Api<'TaskChange'>
}

function patch({ task, change }: Changing): Promise<Task> {
  const params = {
    path: { incident: task.incident, task: task.id },
    header: { 'If-Match': `"${task.version}"` },
  }
  return answer(api.PATCH('/api/v1/incidents/{incident}/tasks/{task}', { params, body: change }))
}

/** Adds tasks to an incident, changes them and writes on them; a change can be taken back. */
export function useTasks(incident: string) {
  const text = useText()
  const offerUndo = useLatestUndo()
  // A task may be a step of a playbook, and that of a drill.
  const afterAct = useAfterAct(KEYS.incidents, KEYS.playbooks, KEYS.drills)
  const undoing = useMutation({ mutationFn: patch, ...afterAct })
  const undo = (id: string, done: string, changing: Changing) =>
    offerUndo(incident, id, done, () => undoing.mutate(changing))
  const add = useMutation({
    mutationFn: (body: Api<'NewTask'>) =>
      answer(api.POST('/api/v1/incidents/{incident}/tasks', { params: { path: { incident } }, body })),
    onSuccess: (task) =>
      undo(task.id, text('console-tasks-added', { task: task.title }), {
        task,
        change: { state: 'cancelled' },
      }),
    ...afterAct,
  })
  const change = useMutation({
    mutationFn: patch,
    onSuccess: (task, { task: was, change: made }) => {
      const done = text('console-tasks-changed', {
        task: task.title,
        state: text(`console-tasks-state-${task.state}`),
      })
      undo(`${task.id}-${task.version}`, done, { task, change: wasBefore(was, made) })
    },
    ...afterAct,
  })
  const note = useMutation({
    mutationFn: ({ task, words }: { task: Task; words: string }) =>
      answer(
        api.POST('/api/v1/incidents/{incident}/tasks/{task}/notes', {
          params: { path: { incident, task: task.id } },
          body: { text: words },
        }),
      ),
    ...afterAct,
  })
  return { add, change, note }
}

export type Tasking = ReturnType<typeof useTasks>
