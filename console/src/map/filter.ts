import type { AssetState, City } from '../api/types'
import { STATES } from '../assets/states'
import { fold } from '../i18n/fold'
import type { MapAsset } from './model'

/** What of the city's assets is shown, on the map and in the list alike; an empty part lets everything through. */
export interface Filter {
  text: string
  states: ReadonlySet<AssetState>
  groups: ReadonlySet<string>
  kinds: ReadonlySet<string>
  place: string
}

export const EVERYTHING: Filter = {
  text: '',
  states: new Set(),
  groups: new Set(),
  kinds: new Set(),
  place: '',
}

const list = (text: string | null): string[] => (text ? text.split(',').filter(Boolean) : [])

/** Reads a filter from the address of the page. */
export function readFilter(search: URLSearchParams): Filter {
  const states = new Set(list(search.get('state')))
  return {
    text: search.get('q') ?? '',
    states: new Set(STATES.filter((state) => states.has(state))),
    groups: new Set(list(search.get('group'))),
    kinds: new Set(list(search.get('kind'))),
    place: search.get('place') ?? '',
  }
}

/** Writes a filter into the address of the page, beside whatever else stands there. */
export function writeFilter(search: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(search)
  const said = {
    q: filter.text,
    state: [...filter.states].join(','),
    group: [...filter.groups].join(','),
    kind: [...filter.kinds].join(','),
    place: filter.place,
  }
  for (const [name, value] of Object.entries(said)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

/** How many parts of the filter, text and states aside, hold something back. */
export function narrowings(filter: Filter): number {
  return filter.groups.size + filter.kinds.size + (filter.place ? 1 : 0)
}

/** Returns the assets that pass, in their order. Each word of the text must occur; accents and case do not count. */
export function passing(assets: readonly MapAsset[], filter: Filter, city: City): MapAsset[] {
  const words = fold(filter.text).split(' ').filter(Boolean)
  const kinds = kindsLetThrough(filter, city)
  return assets.filter(
    (asset) =>
      (filter.states.size === 0 || filter.states.has(asset.state)) &&
      (!kinds || kinds.has(asset.kind)) &&
      (!filter.place || asset.place === filter.place) &&
      words.every((word) => asset.folded.includes(word)),
  )
}

/** The kinds named, and all kinds of the groups named; `null` where the filter names neither. */
function kindsLetThrough(filter: Filter, city: City): ReadonlySet<string> | null {
  if (filter.kinds.size === 0 && filter.groups.size === 0) return null
  const ofGroups = city.kinds.filter((kind) => filter.groups.has(kind.group)).map((kind) => kind.id)
  return new Set([...filter.kinds, ...ofGroups])
}

/** How many assets are in each state, whatever states the filter names. */
export function countsByState(
  assets: readonly MapAsset[],
  filter: Filter,
  city: City,
): ReadonlyMap<AssetState, number> {
  const counts = new Map<AssetState, number>(STATES.map((state) => [state, 0]))
  for (const { state } of passing(assets, { ...filter, states: EVERYTHING.states }, city)) {
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return counts
}
