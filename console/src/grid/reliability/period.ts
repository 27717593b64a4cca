/** A day in local writing, YYYY-MM-DD, and the instant at which it begins in a time zone. */
export function startOfDay(day: string, zone: string): number | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  const utc = Date.UTC(year, month - 1, date)
  if (Number.isNaN(utc) || new Date(utc).getUTCDate() !== date) return null
  // Twice: the offset at the guess may differ from that at the answer.
  return utc - offset(utc - offset(utc, zone), zone)
}

/** The local day of an instant, YYYY-MM-DD. */
export function dayOf(time: number, zone: string): string {
  return new Date(time + offset(time, zone)).toISOString().slice(0, 10)
}

/** How far a zone's clocks are before UTC at an instant, in milliseconds. */
export function offset(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
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
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(time / 1000) * 1000
}

export const PERIODS = ['year', 'last-year', 'months-12', 'months-3', 'own'] as const
export type Period = (typeof PERIODS)[number]

export interface Days {
  /** First and last local day, both of them counted. */
  first: string
  last: string
}

/** The days of a named period at `now`; `own` has none of its own. */
export function daysOf(period: Exclude<Period, 'own'>, now: number, zone: string): Days {
  const today = dayOf(now, zone)
  const year = Number(today.slice(0, 4))
  if (period === 'year') return { first: `${year}-01-01`, last: today }
  if (period === 'last-year') return { first: `${year - 1}-01-01`, last: `${year - 1}-12-31` }
  return { first: monthsBefore(today, period === 'months-12' ? 12 : 3), last: today }
}

/** The day after the same day so many months ago: the first of a period of whole months up to `day`. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const longest = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  const first = new Date(Date.UTC(year, month - 1 - months, Math.min(date, longest) + 1))
  return first.toISOString().slice(0, 10)
}

/** From when to when, as the API takes it: up to the end of the last day. `null` where the days make no period. */
export function spanOfDays({ first, last }: Days, zone: string): { start: string; end: string } | null {
  const start = startOfDay(first, zone)
  const final = startOfDay(last, zone)
  if (start === null || final === null || final < start) return null
  const next = startOfDay(
    new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10),
    zone,
  )
  if (next === null) return null
  return { start: new Date(start).toISOString(), end: new Date(next).toISOString() }
}

/** The way to the report as a file. */
export function reportPath(format: 'csv' | 'pdf', span: { start: string; end: string }): string {
  return `/api/v1/grid/reliability/${format}?${new URLSearchParams(span)}`
}
