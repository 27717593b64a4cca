/** What can be taken back and done again while something is drawn. */
export interface Steps<Words> {
  past: readonly Words[]
  future: readonly Words[]
  /** What was done last: the same once more is one step with it, as the parts of one drag are. */
  mark: string
}

export const NO_STEPS: Steps<never> = { past: [], future: [], mark: '' }

const MOST = 100

/** Notes a change that was made to `before`. */
export function noted<Words>(steps: Steps<Words>, before: Words, mark: string): Steps<Words> {
  if (mark !== '' && mark === steps.mark) return steps
  return { past: [...steps.past, before].slice(-MOST), future: [], mark }
}

/** Takes the last step back; `null` where there is none. */
export function undone<Words>(steps: Steps<Words>, now: Words): { steps: Steps<Words>; words: Words } | null {
  const words = steps.past.at(-1)
  if (words === undefined) return null
  return { words, steps: { past: steps.past.slice(0, -1), future: [now, ...steps.future], mark: '' } }
}

/** Does again what was taken back last; `null` where nothing was. */
export function redone<Words>(steps: Steps<Words>, now: Words): { steps: Steps<Words>; words: Words } | null {
  const words = steps.future[0]
  if (words === undefined) return null
  return { words, steps: { past: [...steps.past, now], future: steps.future.slice(1), mark: '' } }
}
