import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { ClockBadge, DueBadge } from './ClockBadge'

type Clocked = Pick<Api<'IncidentSummary'>, 'due' | 'escalations'>

/** The escalation clock of an incident: how long it still runs, and how often it has run out. */
export function DueClock({ of, now }: { of: Clocked; now: Date }) {
  const text = useText()
  return (
    <>
      {of.escalations > 0 && (
        <ClockBadge late>{text('console-incidents-escalated', { count: of.escalations })}</ClockBadge>
      )}
      {of.due !== null && <DueBadge due={of.due} now={now} />}
    </>
  )
}
