import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'

/** Any of the four kinds of rules. */
export type Rule = Api<'RuleList'>['items'][number]

/** All rules in force, with the version that a change must name. */
export const rulesQuery = queryOptions({
  queryKey: [KEYS.rules],
  queryFn: () => answer(api.GET('/api/v1/rules')),
})
