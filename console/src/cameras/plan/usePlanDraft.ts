import { useState } from 'react'
import { useRewriting } from '../../incidents/useDraft'
import { NO_STEPS, noted, redone, type Steps, undone } from './steps'

/**
 * A plan that is being changed: kept in the tab until it is saved, with the steps back and forth. `newer` where somebody
 * else has changed what it was begun on.
 */
export function usePlanDraft<Words>(of: string, now: Words, busy: boolean) {
  const kept = useRewriting<Words, Words>(of, { words: now, base: now }, busy)
  const [steps, setSteps] = useState<Steps<Words>>(NO_STEPS)
  const { words } = kept
  const step = (next: ReturnType<typeof undone<Words>>) => {
    if (!next) return
    setSteps(next.steps)
    kept.write(next.words)
  }
  return {
    ...kept,
    /** Changes it; changes in a row with the same `mark` are one step. */
    edit: (next: Words, mark = '') => {
      setSteps((before) => noted(before, words, mark))
      kept.write(next)
    },
    undo: steps.past.length > 0 ? () => step(undone(steps, words)) : null,
    redo: steps.future.length > 0 ? () => step(redone(steps, words)) : null,
    forget: () => {
      setSteps(NO_STEPS)
      kept.forget()
    },
  }
}
