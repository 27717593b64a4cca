import { answer, api } from '../api/client'
import type { Api } from '../api/types'

export type Report = Api<'Report'>

/** What a person does with a report. */
export type ReportAct =
  | { what: 'attach'; incident: string }
  | { what: 'answer'; words: string }
  | { what: 'detach' | 'close' | 'reopen' | 'hold' | 'release' }

/** Does an act to a report as it is on the screen; returns the report as it is then. */
export function send({ id, version }: Report, act: ReportAct): Promise<Report> {
  const params = { path: { report: id }, header: { 'If-Match': `"${version}"` } }
  switch (act.what) {
    case 'attach':
      return answer(api.POST('/api/v1/reports/{report}/attach', { params, body: { incident: act.incident } }))
    case 'answer':
      return answer(api.POST('/api/v1/reports/{report}/answer', { params, body: { text: act.words } }))
    default:
      return answer(api.POST(`/api/v1/reports/{report}/${act.what}`, { params }))
  }
}

/** What takes an act back that was done to the report as it was `before`. */
export function undoOf(act: ReportAct, before: Report): ReportAct {
  switch (act.what) {
    case 'attach':
      return before.incident ? { what: 'attach', incident: before.incident } : { what: 'detach' }
    case 'detach':
      return { what: 'attach', incident: before.incident }
    case 'answer':
      return { what: 'answer', words: before.answer }
    case 'close':
      return { what: 'reopen' }
    case 'reopen':
      return { what: 'close' }
    case 'hold':
      return { what: 'release' }
    case 'release':
      return { what: 'hold' }
  }
}

/** The acts that only change where a report is in its life. */
export type LifeAct = Exclude<ReportAct['what'], 'attach' | 'answer' | 'detach'>

/** What may be done with a report in its state; one of an incident cannot be held back. */
export function possible({
  held,
  closed,
  incident,
}: Pick<Report, 'held' | 'closed' | 'incident'>): LifeAct[] {
  const life: LifeAct = closed ? 'reopen' : 'close'
  if (held) return ['release', life]
  return incident || closed ? [life] : [life, 'hold']
}
