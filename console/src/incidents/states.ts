import type { Api } from '../api/types'

export type State = Api<'IncidentSummary'>['state']

/** The life of an incident, step by step. */
export const STATES: readonly State[] = [
  'suspected',
  'confirmed',
  'assigned',
  'in_progress',
  'resolved',
  'reviewed',
]

/** The states in which somebody still has to do something. */
export const ACTIVE: readonly State[] = STATES.slice(0, 4)

/** Whether nothing is to be done any more but to look back. */
export const isOver = (state: State): boolean => !ACTIVE.includes(state)
