import type { Api } from '../api/types'

export type Status = Api<'Report'>['status']
export const STATUSES: readonly Status[] = ['received', 'known', 'worked_on', 'solved']

/** Which reports by where they are in their life: to be dealt with, held back, closed, or all but those held back. */
export const SHOWN = ['open', 'held', 'closed', 'all'] as const
export type Shown = (typeof SHOWN)[number]

export const ATTACHED = ['', 'no', 'yes'] as const

export interface Filter {
  show: Shown
  statuses: readonly Status[]
  services: readonly string[]
  place: string
  /** Only those of an incident, or only the others. */
  attached: (typeof ATTACHED)[number]
  words: string
}

/** Reads the filter from the address, so that it can be kept, shared, and gone back to. */
export function filterOf(search: URLSearchParams): Filter {
  const list = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? []
  return {
    show: SHOWN.find((one) => one === search.get('show')) ?? 'open',
    statuses: STATUSES.filter((status) => list('status').includes(status)),
    services: list('service'),
    place: search.get('place') ?? '',
    attached: ATTACHED.find((one) => one === search.get('attached')) ?? '',
    words: search.get('q') ?? '',
  }
}

/** The filter as the end of an address, with the question mark where there is anything to ask. */
export function asSearch(filter: Filter): string {
  const search = new URLSearchParams()
  const put = (name: string, value: string) => value && search.set(name, value)
  put('show', filter.show === 'open' ? '' : filter.show)
  put('status', filter.statuses.join(','))
  put('service', filter.services.join(','))
  put('place', filter.place)
  put('attached', filter.attached)
  put('q', filter.words)
  const said = search.toString()
  return said && `?${said}`
}

/** How many parts of the filter are set beside what is shown and the words. */
export const narrowings = ({ statuses, services, place, attached }: Filter): number =>
  statuses.length + services.length + (place ? 1 : 0) + (attached ? 1 : 0)

/** The filter as the API asks for it. */
export function queryOf(filter: Filter) {
  return {
    held: filter.show === 'held',
    closed: filter.show === 'open' ? false : filter.show === 'closed' ? true : null,
    status: [...filter.statuses],
    service: [...filter.services],
    place: filter.place ? [filter.place] : [],
    attached: filter.attached ? filter.attached === 'yes' : null,
    q: filter.words,
  }
}
