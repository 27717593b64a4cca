import { useCallback } from 'react'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { unitText, useLevelText } from '../assets/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import type { Rule } from './queries'

/** Returns a function that says a rule's condition in one sentence: "Water level ≥ 4.3 m". */
export function useRuleWords(): (rule: Rule) => string {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const levelText = useLevelText()
  return useCallback(
    (rule) => {
      const channel = channelOf(city, rule)
      const subject = channel ? nameIn(language, channel) : (rule.applies_to?.channel ?? '')
      switch (rule.kind) {
        case 'threshold': {
          const limit =
            rule.value == null
              ? levelText(rule.level ?? '')
              : `${number(rule.value, 3)} ${unitText(channel?.unit ?? '')}`.trim()
          return text('console-rules-says-threshold', { subject, op: rule.op, limit })
        }
        case 'heartbeat':
          return rule.silent_s == null
            ? text('console-rules-says-periods', { count: rule.periods ?? 0 })
            : text('console-rules-says-silent', { seconds: rule.silent_s })
        case 'quality':
          return text('console-rules-says-quality', {
            measure: rule.measure ?? 'count',
            value: rule.measure === 'share' ? number(rule.value * 100, 1) : number(rule.value),
            flags: rule.flags.map((flag) => text(`console-quality-${flag}`)).join(', '),
            seconds: rule.window_s,
          })
        case 'anomaly':
          return text('console-rules-says-anomaly', { subject, score: rule.min_score ?? 0 })
      }
    },
    [city, text, language, number, levelText],
  )
}

/** The channel that a rule watches, as a kind of its assets describes it. */
export function channelOf(city: ReturnType<typeof useCity>, rule: Pick<Rule, 'applies_to'>) {
  const { asset_kind = '', channel = '' } = rule.applies_to ?? {}
  const kinds = asset_kind ? [kindOf(city, asset_kind)] : city.kinds
  return kinds.flatMap((kind) => kind?.channels ?? []).find(({ name }) => name === channel)
}
