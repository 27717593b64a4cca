import type { Api } from '../../api/types'

export interface BandBar {
  group: 'feeders' | 'park' | 'public'
  band: Api<'StormBand'>
  published: number | null
  /** Shares of the axis, 0 to 1. */
  low: number
  expected: number
  high: number
  at: number | null
}

/** The three bands on one axis, each against what was published. */
export function bandBars(storm: Api<'StormReplay'>): BandBar[] {
  const groups = ['feeders', 'public', 'park'] as const
  const top = Math.max(1, ...groups.flatMap((group) => [storm[group].high, storm.published[group] ?? 0]))
  const axis = top * 1.05
  return groups.map((group) => {
    const band = storm[group]
    const published = storm.published[group] ?? null
    return {
      group,
      band,
      published,
      low: band.low / axis,
      expected: band.expected / axis,
      high: band.high / axis,
      at: published === null ? null : published / axis,
    }
  })
}

/** Whether what was published lies within the band. */
export function within({ band, published }: BandBar): boolean | null {
  return published === null ? null : published >= band.low && published <= band.high
}
