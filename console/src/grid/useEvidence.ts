import type { Api } from '../api/types'
import { TAGS } from '../i18n/format'
import { useLanguage } from '../i18n/LanguageProvider'
import { useFormats, useText } from '../i18n/text'

/** So many elements are named that may have opened instead. */
const NAMED = 3
/** Below this share another element is not worth naming. */
const LEAST = 0.01

/** The elements that may have opened instead, the likeliest first. */
export function others({ alternatives }: Api<'OutageEstimate'>) {
  return alternatives.filter(({ probability }) => probability >= LEAST).slice(0, NAMED)
}

/** A probability in whole percent; what is only nearly certain is not said to be certain. */
export function percentOf(probability: number): number {
  if (probability <= 0 || probability >= 1) return 100 * probability
  return Math.min(99, Math.max(1, Math.round(100 * probability)))
}

/** Puts into words what the devices below an outage say that no switch tells of; "" where a switch does. */
export function useEvidence() {
  const text = useText()
  const { language } = useLanguage()
  const { minute } = useFormats()
  const either = new Intl.ListFormat(TAGS[language], { type: 'disjunction' })
  return ({ element, estimate }: Pick<Api<'Outage'>, 'element' | 'estimate'>): string => {
    if (estimate === null) return ''
    const { devices, silent, against, unheard, since } = estimate
    const rest = others(estimate).map((one) =>
      text('console-grid-suspect', {
        element: one.element || text('console-grid-suspect-source'),
        probability: percentOf(one.probability),
      }),
    )
    return [
      since === null
        ? text('console-grid-evidence', { silent, devices })
        : text('console-grid-evidence-since', { silent, devices, time: minute(new Date(since)) }),
      against > 0 && text('console-grid-evidence-against', { against }),
      unheard > 0 && text('console-grid-evidence-unheard', { unheard }),
      text('console-grid-evidence-chance', { element, probability: percentOf(estimate.probability) }),
      rest.length > 0 && text('console-grid-evidence-else', { others: either.format(rest) }),
    ]
      .filter(Boolean)
      .join(language === 'ja' ? '' : ' ')
  }
}
