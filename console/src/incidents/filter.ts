import type { Api, Severity } from '../api/types'

type State = Api<'IncidentSummary'>['state']

/** Which part of their lives incidents are looked at in. */
export const SHOWS = ['active', 'open', 'acknowledged', 'closed'] as const
export type Show = (typeof SHOWS)[number]

export const SEVERITIES: readonly Severity[] = ['critical', 'major', 'minor', 'info']

export interface Filter {
  show: Show
  severities: readonly Severity[]
  kinds: readonly string[]
  place: string
  words: string
}

export function statesOf(show: Show): readonly State[] {
  return show === 'active' ? ['open', 'acknowledged'] : [show]
}

/** Reads the filter from the address, so that it can be kept, shared, and gone back to. */
export function filterOf(search: URLSearchParams): Filter {
  const list = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? []
  return {
    show: SHOWS.find((show) => show === search.get('show')) ?? 'active',
    severities: SEVERITIES.filter((severity) => list('severity').includes(severity)),
    kinds: list('kind'),
    place: search.get('place') ?? '',
    words: search.get('q') ?? '',
  }
}

/** Writes the filter as an address does; what is as at the beginning is left out. */
export function searchOf(filter: Filter): URLSearchParams {
  const search = new URLSearchParams()
  const put = (name: string, value: string) => value && search.set(name, value)
  put('show', filter.show === 'active' ? '' : filter.show)
  put('severity', filter.severities.join(','))
  put('kind', filter.kinds.join(','))
  put('place', filter.place)
  put('q', filter.words)
  return search
}

/** How many parts of the filter are set beside the state and the words. */
export function narrowings(filter: Filter): number {
  return filter.severities.length + filter.kinds.length + (filter.place ? 1 : 0)
}

const STATES: readonly State[] = ['open', 'acknowledged', 'closed']

type Ranked = Pick<Api<'IncidentSummary'>, 'id' | 'severity' | 'state' | 'opened' | 'closed'>

/**
 * The most urgent first: the gravest, then what nobody has acknowledged, then the newest. What is closed is urgent
 * no more: it comes last, by when it was closed.
 */
export function byUrgency<One extends Ranked>(incidents: readonly One[]): One[] {
  const keys = (one: Ranked) =>
    one.state === 'closed'
      ? [1, 0, 0, -Date.parse(one.closed ?? one.opened)]
      : [0, SEVERITIES.indexOf(one.severity), STATES.indexOf(one.state), -Date.parse(one.opened)]
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
