import { describe, expect, it } from 'vitest'
import { type Draft, nextStep, type Run, type Step, undoOf } from './acts'

const step = (id: string, more: Partial<Step> = {}) =>
  ({ id, state: 'open', due: null, version: 1, ...more }) as Step
const draft = (more: Partial<Draft> = {}) =>
  ({
    id: 'notice',
    version: 3,
    texts: [{ language: 'vi', title: 'Cũ', text: 'Lời cũ', edited: false }],
    ...more,
  }) as Draft
const run = (steps: Step[], drafts: Draft[] = []) => ({ id: 'run-1', steps, drafts }) as unknown as Run

describe('what takes an act back', () => {
  it('hands back the version that the act has made', () => {
    const after = run([step('a', { state: 'done', version: 2 })])
    expect(undoOf({ what: 'done', step: step('a') }, run([step('a')]), after)).toEqual({
      what: 'undo',
      step: after.steps[0],
    })
    expect(undoOf({ what: 'skip', step: step('a'), reason: 'x' }, run([step('a')]), after)?.what).toBe('undo')
  })

  it('is nothing for what is itself a way back', () => {
    const one = run([step('a')], [draft()])
    expect(undoOf({ what: 'undo', step: step('a') }, one, one)).toBeNull()
    expect(undoOf({ what: 'unsent', draft: draft() }, one, one)).toBeNull()
    expect(undoOf({ what: 'resume' }, one, one)).toBeNull()
    expect(undoOf({ what: 'end' }, one, one)).toEqual({ what: 'resume' })
  })

  it('fills a draft in anew where nobody had written it before, and brings words back where somebody had', () => {
    const words = { title: 'Mới', text: 'Lời mới' }
    const after = run([], [draft({ version: 4 })])
    const act = { what: 'edit', draft: draft(), language: 'vi', words } as const
    expect(undoOf(act, run([], [draft()]), after)).toEqual({
      what: 'reset',
      draft: after.drafts[0],
      language: 'vi',
    })
    const written = { language: 'vi' as const, title: 'Ai đó', text: 'Đã viết', edited: true }
    expect(undoOf(act, run([], [draft({ texts: [written] })]), after)).toMatchObject({
      what: 'edit',
      draft: { version: 4 },
      words: written,
    })
  })
})

describe('the next step', () => {
  it('is the open one due soonest, else the first that is open', () => {
    const late = step('late', { due: '2026-01-01T10:00:00Z' })
    const soon = step('soon', { due: '2026-01-01T09:00:00Z' })
    const over = step('over', { due: '2026-01-01T08:00:00Z', state: 'done' })
    expect(nextStep(run([step('none'), late, soon, over]))?.id).toBe('soon')
    expect(nextStep(run([over, step('first'), step('second')]))?.id).toBe('first')
    expect(nextStep(run([over]))).toBeUndefined()
  })
})
