import type { Api } from '../api/types'

/** The part that takes every value in, and the one that devices send to. */
const TAKES_IN = 'signals'
const DELIVERS = 'broker'

/** Whether no new value can come, however well the line to this screen stands. */
export function valuesStopped({ parts }: Pick<Api<'SystemHealth'>, 'parts'>): boolean {
  // The supervisor speaks for the broker: where the broker counts as lost, only the supervisor may be.
  return parts.some(
    ({ part, state }) =>
      (part === TAKES_IN && state === 'lost') || (part === DELIVERS && state === 'degraded'),
  )
}
