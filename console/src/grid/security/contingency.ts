import type { Api } from '../../api/types'

/** What can make a case bad, in the order of the selector. */
export const ORDERS = ['interruptions', 'customers', 'tripped', 'sites', 'p', 'loading', 'voltage'] as const
export type Order = (typeof ORDERS)[number]

export function asOrder(text: string | null): Order {
  return ORDERS.find((order) => order === text) ?? 'interruptions'
}

/** Bounds of the platform: below and above them a voltage, above it a loading is told as a violation. */
export const LOWEST_PU = 0.9
export const RATING = 1

export type Trouble = 'unsolved' | 'dark' | 'overload' | 'voltage'

/** What is wrong after a failure, the gravest first. */
export function troublesOf(one: Api<'Contingency'>): Trouble[] {
  const found: Trouble[] = []
  if (!one.solved) found.push('unsolved')
  if (one.customers > 0) found.push('dark')
  if (one.loading_max !== null && one.loading_max > RATING) found.push('overload')
  if (one.u_min_pu !== null && one.u_min_pu < LOWEST_PU) found.push('voltage')
  return found
}

/** Where the failure of an element can be simulated. */
export function simulationPath(element: string): string {
  return `/grid?out=${encodeURIComponent(element)}`
}
