import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import type { Language } from '../i18n/languages'

export type Run = Api<'PlaybookRun'>
export type Step = Api<'RunStep'>
export type Draft = Api<'RunDraft'>
export type DraftWords = Pick<Api<'DraftText'>, 'title' | 'text'>

/** What a person does to a run of a playbook. */
export type RunAct =
  | { what: 'done' | 'undo'; step: Step }
  | { what: 'skip'; step: Step; reason: string }
  | { what: 'edit'; draft: Draft; language: Language; words: DraftWords }
  | { what: 'reset'; draft: Draft; language: Language }
  | { what: 'sent'; draft: Draft; to: string }
  | { what: 'unsent'; draft: Draft }
  | { what: 'end' | 'resume' }

/** The version that is handed back with a change, as a header. */
const seen = ({ version }: { version: number }) => ({ 'If-Match': `"${version}"` })

/** Does an act to a run as it is on the screen; returns the run as it is then. */
export function send(run: Run, act: RunAct): Promise<Run> {
  switch (act.what) {
    case 'done':
    case 'undo': {
      const params = { path: { run: run.id, step: act.step.id }, header: seen(act.step) }
      return answer(api.POST(`/api/v1/playbook-runs/{run}/steps/{step}/${act.what}`, { params }))
    }
    case 'skip': {
      const params = { path: { run: run.id, step: act.step.id }, header: seen(act.step) }
      const body = { reason: act.reason }
      return answer(api.POST('/api/v1/playbook-runs/{run}/steps/{step}/skip', { params, body }))
    }
    case 'end':
    case 'resume': {
      const params = { path: { run: run.id }, header: seen(run) }
      return answer(api.POST(`/api/v1/playbook-runs/{run}/${act.what}`, { params }))
    }
  }
  const params = { path: { run: run.id, draft: act.draft.id }, header: seen(act.draft) }
  switch (act.what) {
    case 'edit': {
      const body = { language: act.language, title: act.words.title, text: act.words.text }
      return answer(api.PUT('/api/v1/playbook-runs/{run}/drafts/{draft}', { params, body }))
    }
    case 'reset': {
      const body = { language: act.language }
      return answer(api.POST('/api/v1/playbook-runs/{run}/drafts/{draft}/reset', { params, body }))
    }
    case 'sent': {
      const body = { to: act.to }
      return answer(api.POST('/api/v1/playbook-runs/{run}/drafts/{draft}/sent', { params, body }))
    }
    case 'unsent':
      return answer(api.POST('/api/v1/playbook-runs/{run}/drafts/{draft}/unsent', { params }))
  }
}

/**
 * What takes an act back: `before` is the run that it was done to, `after` the run that came of it. `null` for what
 * is itself a way back.
 */
export function undoOf(act: RunAct, before: Run, after: Run): RunAct | null {
  if (act.what === 'end') return { what: 'resume' }
  if (act.what === 'done' || act.what === 'skip') {
    const step = after.steps.find(({ id }) => id === act.step.id)
    return step ? { what: 'undo', step } : null
  }
  if (act.what !== 'edit' && act.what !== 'reset' && act.what !== 'sent') return null
  const draft = after.drafts.find(({ id }) => id === act.draft.id)
  if (!draft) return null
  if (act.what === 'sent') return { what: 'unsent', draft }
  const words = before.drafts
    .find(({ id }) => id === draft.id)
    ?.texts.find(({ language, edited }) => language === act.language && edited)
  return words
    ? { what: 'edit', draft, language: act.language, words }
    : { what: 'reset', draft, language: act.language }
}

/** The step to be done next: of those that are open the one due soonest, else the first. */
export function nextStep(run: Run): Step | undefined {
  const open = run.steps.filter(({ state }) => state === 'open')
  const due = (step: Step) => (step.due === null ? Number.POSITIVE_INFINITY : Date.parse(step.due))
  return open.reduce<Step | undefined>(
    (best, step) => (!best || due(step) < due(best) ? step : best),
    undefined,
  )
}
