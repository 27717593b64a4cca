import type { Api } from '../../api/types'

const HOUR_MS = 3_600_000

/** How far back the counts go, in hours. */
export const SPANS = { day: 24, week: 168, month: 720 } as const
export type Span = keyof typeof SPANS

/** Crossings by hour or, over a longer time, by day: when (seconds), how many either way. */
export interface Bars {
  time: number[]
  forward: number[]
  backward: number[]
}

/** From when to when a span reaches: whole hours, up to the end of this one. */
export function reach(span: Span, now: number): { start: string; end: string } {
  const end = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS
  return {
    start: new Date(end - SPANS[span] * HOUR_MS).toISOString(),
    end: new Date(end).toISOString(),
  }
}

/** Sums the crossings of a scene (and of one class, where one is given) up, hour by hour; hours without any too. */
export function byHour(
  counts: readonly Api<'LineCount'>[],
  { start, end }: { start: string; end: string },
  scene: string,
  label: string,
): Bars {
  const first = Math.floor(Date.parse(start) / HOUR_MS)
  const length = Math.max(0, Math.ceil(Date.parse(end) / HOUR_MS) - first)
  const bars: Bars = {
    time: Array.from({ length }, (_, at) => (first + at) * 3_600),
    forward: Array.from({ length }, () => 0),
    backward: Array.from({ length }, () => 0),
  }
  for (const one of counts) {
    if (one.scene !== scene || (label !== '' && one.label !== label)) continue
    const at = Math.floor(Date.parse(one.minute) / HOUR_MS) - first
    if (at < 0 || at >= length) continue
    bars.forward[at] = (bars.forward[at] ?? 0) + one.forward
    bars.backward[at] = (bars.backward[at] ?? 0) + one.backward
  }
  return bars
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
