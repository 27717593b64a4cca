import type { Api, Severity } from '../api/types'
import { ACTIVE, isOver, STATES, type State } from './states'

export const SEVERITIES: readonly Severity[] = ['critical', 'major', 'minor', 'info']

export const ORDERS = ['urgency', 'newest'] as const
export type Order = (typeof ORDERS)[number]

export interface Filter {
  /** None for all in which something is to be done. */
  states: readonly State[]
  severities: readonly Severity[]
  kinds: readonly string[]
  place: string
  agency: string
  /** Only the reader's own. */
  mine: boolean
  /** Only what is snoozed; what is snoozed is left out otherwise. */
  snoozed: boolean
  /** Only exercises. */
  drill: boolean
  order: Order
  words: string
}

export const statesOf = ({ states }: Pick<Filter, 'states'>): readonly State[] =>
  states.length > 0 ? states : ACTIVE

/** Reads the filter from the address, so that it can be kept, shared, and gone back to. */
export function filterOf(search: URLSearchParams): Filter {
  const list = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? []
  return {
    states: STATES.filter((state) => list('state').includes(state)),
    severities: SEVERITIES.filter((severity) => list('severity').includes(severity)),
    kinds: list('kind'),
    place: search.get('place') ?? '',
    agency: search.get('agency') ?? '',
    mine: search.has('mine'),
    snoozed: search.has('snoozed'),
    drill: search.has('drill'),
    order: ORDERS.find((order) => order === search.get('order')) ?? 'urgency',
    words: search.get('q') ?? '',
  }
}

/** Writes the filter as an address does; what is as at the beginning is left out. */
export function searchOf(filter: Filter): URLSearchParams {
  const search = new URLSearchParams()
  const put = (name: string, value: string) => value && search.set(name, value)
  put('state', filter.states.join(','))
  put('severity', filter.severities.join(','))
  put('kind', filter.kinds.join(','))
  put('place', filter.place)
  put('agency', filter.agency)
  put('mine', filter.mine ? '1' : '')
  put('snoozed', filter.snoozed ? '1' : '')
  put('drill', filter.drill ? '1' : '')
  put('order', filter.order === 'urgency' ? '' : filter.order)
  put('q', filter.words)
  return search
}

/** The filter as the end of an address, with the question mark where there is anything to ask. */
export function asSearch(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const search = searchOf(filter)
  for (const [name, value] of Object.entries(more)) if (value) search.set(name, value)
  const said = search.toString()
  return said && `?${said}`
}

/** How many parts of the filter are set beside states, order and words. */
export function narrowings(filter: Filter): number {
  const set = [filter.place, filter.agency, filter.mine, filter.snoozed, filter.drill].filter(Boolean)
  return filter.severities.length + filter.kinds.length + set.length
}

/** The filter without what `narrowings` counts. */
export const widened = (filter: Filter): Filter => ({
  ...filter,
  severities: [],
  kinds: [],
  place: '',
  agency: '',
  mine: false,
  snoozed: false,
  drill: false,
})

type Ranked = Pick<Api<'IncidentSummary'>, 'id' | 'severity' | 'state' | 'urgency' | 'opened' | 'resolved'>

/**
 * What the queue begins with: the most urgent, of equals the gravest, then the newest; or simply the newest. What is
 * over is urgent no more: by urgency it comes last, by when it ended.
 */
export function inOrder<One extends Ranked>(incidents: readonly One[], order: Order): One[] {
  const newest = (one: Ranked) => -Date.parse(one.opened)
  const keys = (one: Ranked) => {
    if (order === 'newest') return [newest(one)]
    if (isOver(one.state)) return [1, 0, 0, -Date.parse(one.resolved ?? one.opened)]
    return [0, -one.urgency, SEVERITIES.indexOf(one.severity), newest(one)]
  }
  return incidents
    .map((one) => [keys(one), one] as const)
    .sort(([a, one], [b, other]) => {
      const at = a.findIndex((key, place) => key !== b[place])
      return at < 0 ? one.id.localeCompare(other.id) : (a[at] ?? 0) - (b[at] ?? 0)
    })
    .map(([, one]) => one)
}

/** The incident before or after `id` in the order shown; at an end it stays, with none chosen it begins. */
export function neighbour(ids: readonly string[], id: string, step: 1 | -1): string | undefined {
  const at = ids.indexOf(id)
  if (at < 0) return step > 0 ? ids[0] : ids.at(-1)
  return ids[at + step] ?? id
}
