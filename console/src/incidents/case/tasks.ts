import type { Api } from '../../api/types'

type Task = Api<'IncidentTask'>
export type TaskState = Task['state']

/** What is still to be done first, what is due soonest on top; then what has ended, the last first. */
export function inTurn(tasks: readonly Task[]): Task[] {
  const due = ({ due: at }: Task) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))
  const ended = ({ ended: at }: Task) => (at === null ? 0 : Date.parse(at))
  const over = ({ state }: Task) => Number(state !== 'open')
  const order = (a: Task, b: Task) => {
    if (over(a) !== over(b)) return over(a) - over(b)
    if (over(a)) return ended(b) - ended(a)
    return due(a) === due(b) ? Date.parse(a.created) - Date.parse(b.created) : due(a) - due(b)
  }
  return [...tasks].sort(order)
}

/** What of a task was before a change, to take the change back. */
export function wasBefore(task: Task, change: Api<'TaskChange'>): Api<'TaskChange'> {
  const was: Api<'TaskChange'> = {}
  if (change.title !== undefined) was.title = task.title
  if (change.agency !== undefined) was.agency = task.agency
  if (change.assignee !== undefined) was.assignee = task.assignee
  if (change.due !== undefined) was.due = task.due
  if (change.state !== undefined) was.state = task.state
  return was
}
