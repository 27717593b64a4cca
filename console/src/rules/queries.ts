import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'

/** Whatever stands among the rules. */
export type AnyRule = Api<'RuleList'>['items'][number]

/** Findings of several devices that are one thing together. */
export type Combination = Extract<AnyRule, { kind: 'combination' }>

/** Any of the four kinds of rules that watch values. */
export type Rule = Exclude<AnyRule, Combination>

/** Tells rules and combinations apart, each in the order in which they stand. */
export function apart(items: readonly AnyRule[]): { rules: Rule[]; combinations: Combination[] } {
  const rules: Rule[] = []
  const combinations: Combination[] = []
  for (const item of items) {
    if (item.kind === 'combination') combinations.push(item)
    else rules.push(item)
  }
  return { rules, combinations }
}

/** All rules in force, with the version that a change must name. */
export const rulesQuery = queryOptions({
  queryKey: [KEYS.rules],
  queryFn: () => answer(api.GET('/api/v1/rules')),
})
