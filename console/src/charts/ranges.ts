const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How much time a chart shows. */
export const RANGES = ['hour', 'day', 'week', 'month', 'year'] as const
export type Range = (typeof RANGES)[number]

export const LENGTH_MS: Record<Range, number> = {
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
  year: 365 * DAY,
}

/** How often a chart that ends now is read anew; the values between come live. */
export const REFRESH_MS: Record<Range, number> = {
  hour: 15_000,
  day: 60_000,
  week: 5 * 60_000,
  month: 15 * 60_000,
  year: HOUR,
}

/** How many buckets a chart is downsampled to: about one a pixel of a desktop. */
export const BUCKETS = 600

/** In these, each doubtful observation is drawn with its own value; beyond, only where doubtful ones were. */
export const SHOWS_EACH: ReadonlySet<Range> = new Set(['hour', 'day'])

/** From when to when a chart goes that stands `back` ranges before `until`. */
export function spanOf(range: Range, back: number, until: number): { start: number; end: number } {
  const end = until - back * LENGTH_MS[range]
  return { start: end - LENGTH_MS[range], end }
}

/** Whether something of `time` lies before the range that ends now. */
export function isBefore(range: Range, time: number, now: number): boolean {
  return time < spanOf(range, 0, now).start
}

export function asRange(text: string | null): Range {
  return RANGES.find((range) => range === text) ?? 'day'
}
