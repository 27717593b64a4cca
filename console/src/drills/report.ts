import type { Api } from '../api/types'

export type Verdict = Api<'ReportStep'>['verdict']

/** What a step may have come to, the worst first. */
export const VERDICTS: readonly Verdict[] = ['missed', 'late', 'skipped', 'open', 'no_deadline', 'in_time']

/** Key of a verdict in the catalogue. */
export const verdictKey = (verdict: Verdict): string => `playbook-verdict-${verdict.replace('_', '-')}`

/** The steps that did not go as they should, the worst first, each kind in the playbook's order. */
export function wentWrong(steps: readonly Api<'ReportStep'>[]): Api<'ReportStep'>[] {
  return (['missed', 'late', 'skipped'] as const).flatMap((verdict) =>
    steps.filter((step) => step.verdict === verdict),
  )
}
