import type { Api } from '../api/types'

export interface SeriesFirings {
  asset: string
  name: string
  channel: string
  count: number
  first: string
  last: string
  /** The last one still lasts at the end. */
  lasting: boolean
}

/** The firings of each series together, those that fired most first. */
export function bySeries(firings: readonly Api<'PreviewFiring'>[]): SeriesFirings[] {
  const found = new Map<string, SeriesFirings>()
  for (const { asset, asset_name, channel, opened, closed } of firings) {
    const key = `${asset} ${channel}`
    const one = found.get(key)
    if (!one) {
      found.set(key, {
        asset,
        name: asset_name,
        channel,
        count: 1,
        first: opened,
        last: opened,
        lasting: closed === null,
      })
      continue
    }
    one.count++
    if (Date.parse(opened) < Date.parse(one.first)) one.first = opened
    if (Date.parse(opened) >= Date.parse(one.last)) {
      one.last = opened
      one.lasting = closed === null
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}
