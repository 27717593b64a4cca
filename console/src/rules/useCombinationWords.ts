import { useCallback } from 'react'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import type { Combination, Rule } from './queries'
import { channelOf } from './useRuleWords'

type Part = Api<'CombinationPart'>

interface CombinationWords {
  /** "Smoke · Camera": which findings one part takes. */
  part: (part: Part) => string
  /** "Smoke + Camera offline / Device silent". */
  parts: (combination: Combination) => string
  /** "within 60 m, begun within 900 s of each other". */
  where: (combination: Combination) => string
}

/** Returns what says in words which findings a combination takes, and where and when. */
export function useCombinationWords(rules: readonly Rule[]): CombinationWords {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const part = useCallback(
    ({ rule = '', group = '', asset_kind = '', channel = '', feeds = '', min = 1 }: Part) => {
      const known = rules.find((one) => one.id === rule)
      const kind = kindOf(city, asset_kind)
      const fed = kindOf(city, feeds)
      const measured = channelOf(city, { applies_to: { asset_kind, channel, place: '', asset: '' } })
      return [
        rule && (known ? nameIn(language, { names: known.names }) : rule),
        group && text('console-rules-part-group', { group }),
        asset_kind && (kind ? nameIn(language, kind) : asset_kind),
        channel && (measured ? nameIn(language, measured) : channel),
        feeds && text('console-rules-part-feeds', { kind: fed ? nameIn(language, fed) : feeds }),
        min > 1 && text('console-rules-part-min', { count: min }),
      ]
        .filter(Boolean)
        .join(' · ')
    },
    [rules, city, text, language],
  )
  const parts = useCallback(
    ({ all, any_of = [] }: Combination) =>
      [...all.map(part), any_of.map(part).join(' / ')].filter(Boolean).join(' + '),
    [part],
  )
  const where = useCallback(
    ({ within_m, same, within_s }: Combination) =>
      [
        within_m == null
          ? text(`console-rules-together-${same || 'place'}`)
          : text('console-rules-together-metres', { metres: number(within_m) }),
        within_s == null
          ? text('console-rules-together-any-time')
          : text('console-rules-together-span', { seconds: number(within_s) }),
      ].join(' · '),
    [text, number],
  )
  return { part, parts, where }
}
