/** The parts of the past that a rule is tried on. */
export const SPANS = ['yesterday', 'day', 'week', 'month'] as const
export type Span = (typeof SPANS)[number]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS: Record<Exclude<Span, 'yesterday'>, number> = { day: 1, week: 7, month: 31 }

/** From when to when a span goes, milliseconds since 1970-01-01 UTC; yesterday is the city's. */
export function spanOf(span: Span, zone: string, now: number): { start: number; end: number } {
  if (span !== 'yesterday') return { start: now - DAYS[span] * DAY_MS, end: now }
  const end = startOfDay(zone, now)
  // The day before may have had 23 or 25 hours.
  return { start: startOfDay(zone, end - 12 * HOUR_MS), end }
}

/** When the day of `time` began in a time zone. */
export function startOfDay(zone: string, time: number): number {
  const midnight = Math.floor((time + offset(zone, time)) / DAY_MS) * DAY_MS
  // The clock may have been set between midnight and now: the offset that counts is the one at midnight.
  return midnight - offset(zone, midnight - offset(zone, time))
}

/** How far a time zone is ahead of UTC at a moment, in milliseconds. */
function offset(zone: string, time: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(time / 1000) * 1000
}
