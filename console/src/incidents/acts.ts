import type { Api } from '../api/types'

/** What a person does to an incident. */
export type Act =
  | { what: 'acknowledge' | 'unacknowledge' | 'reopen' }
  | { what: 'close'; reason: string }
  | { what: 'comment'; text: string }

export type What = Act['what']

/** The act that takes another back, for those that are easily done by mistake. */
export function undoOf(what: What): 'unacknowledge' | 'reopen' | null {
  if (what === 'acknowledge') return 'unacknowledge'
  return what === 'close' ? 'reopen' : null
}

type Incident = Pick<Api<'IncidentDetail'>, 'state'> & {
  findings: readonly Pick<Api<'Finding'>, 'cleared'>[]
}

/** Whether an incident is in a state for an act. What is over cannot be opened again. */
export function isPossible(what: What, { state, findings }: Incident): boolean {
  switch (what) {
    case 'acknowledge':
      return state === 'open'
    case 'unacknowledge':
      return state === 'acknowledged'
    case 'close':
      return state !== 'closed'
    case 'reopen':
      return state === 'closed' && findings.some(({ cleared }) => cleared === null)
    case 'comment':
      return true
  }
}
