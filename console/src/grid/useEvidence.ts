import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'

/** So many elements are named that may have opened instead. */
const NAMED = 3
/** Below this share another element is not worth naming. */
const LEAST = 0.01

/** The elements that may have opened instead, the likeliest first. */
export function others({ alternatives }: Api<'OutageEstimate'>) {
  return alternatives.filter(({ probability }) => probability >= LEAST).slice(0, NAMED)
}

/** Puts into words what the meters below an outage say that no switch tells of. */
export function useEvidence() {
  const text = useText()
  const { number } = useFormats()
  return (estimate: Api<'OutageEstimate'>): string => {
    const { meters, silent, against, unheard, probability } = estimate
    const percent = (share: number) => number(100 * share, 0)
    const rest = others(estimate).map((one) =>
      text('console-grid-suspect', {
        element: one.element || text('console-grid-suspect-source'),
        probability: percent(one.probability),
      }),
    )
    return [
      text('console-grid-evidence', { silent, meters }),
      against > 0 && text('console-grid-evidence-against', { against }),
      unheard > 0 && text('console-grid-evidence-unheard', { unheard }),
      text('console-grid-evidence-chance', { probability: percent(probability) }),
      rest.length > 0 && text('console-grid-evidence-else', { others: rest.join(', ') }),
    ]
      .filter(Boolean)
      .join(' ')
  }
}
