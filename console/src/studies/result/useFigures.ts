import { useMemo } from 'react'
import { useFormats, useText } from '../../i18n/text'
import type { Answer } from '../answer'

/** Below this share of the bound a gap is rounding. */
const NO_GAP = 5e-7

/** Returns functions that say the figures of an answer in plain words. */
export function useFigures() {
  const text = useText()
  const { number } = useFormats()
  return useMemo(
    () => ({
      /** A value in the plan's unit. */
      value: (value: number, unit: string) =>
        text(unit === 'hours' ? 'siting-note-in-hours' : 'siting-note-in-percent', { value }),
      /** A difference of values, with its sign. */
      more: (value: number, unit: string) =>
        `${value > 0 ? '+' : value < 0 ? '−' : '±'}${text(
          unit === 'hours' ? 'siting-note-in-hours' : 'siting-note-in-percent',
          { value: Math.abs(value) },
        )}`,
      /** How far a plan may be from the best, in one sentence. */
      gap: ({ gap }: Pick<Answer, 'gap'>) =>
        gap < NO_GAP
          ? text('siting-note-proof-exact')
          : text('console-studies-gap', { gap: number(100 * gap, 100 * gap < 0.1 ? 3 : 1) }),
      percent: (share: number, digits = 1) =>
        text('console-studies-percent', { value: number(100 * share, digits) }),
    }),
    [text, number],
  )
}
