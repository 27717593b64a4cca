import type { Api } from '../../api/types'
import type { Mark } from '../../grid/GridMap'
import { percentOf } from '../../grid/useEvidence'

type Element = Api<'CauseElement'>

/** Below this share another element is not worth drawing. */
const LEAST = 0.01
const DRAWN = 5

/** What may have failed, the likeliest first: the cause and what else is worth naming. */
export function suspects(cause: Api<'Cause'>): Element[] {
  const others = cause.alternatives.filter(({ probability }) => probability >= LEAST).slice(0, DRAWN)
  return [cause, ...others]
}

/** The suspects as the map marks them, each with its probability; none for what is nowhere. */
export function marksOf(elements: readonly Element[]): Mark[] {
  return elements.flatMap(({ lon, lat, probability }) =>
    lon === null || lat === null ? [] : [{ lon, lat, said: `${percentOf(probability)} %` }],
  )
}

/** Whether a battery of a site that is hit still holds, is spent, or is none or unknown. */
export type Battery = 'holds' | 'spent' | 'none'

export function batteryOf({ until }: Pick<Api<'HitAsset'>, 'until'>, now: Date): Battery {
  if (until === null) return 'none'
  return Date.parse(until) > now.getTime() ? 'holds' : 'spent'
}

/** Those on their batteries, the soonest to fall out first; what has fallen out is no longer next. */
export function nextOut(assets: readonly Api<'HitAsset'>[], now: Date): Api<'HitAsset'>[] {
  return assets
    .filter((one) => batteryOf(one, now) === 'holds')
    .sort((a, b) => Date.parse(a.until ?? '') - Date.parse(b.until ?? ''))
}
