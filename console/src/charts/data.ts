import type { Api } from '../api/types'

/** A point that lies after what the history has answered. */
export interface Tail {
  /** Milliseconds since 1970-01-01 UTC. */
  time: number
  value: number
}

/** A doubtful observation; its value is `null` where only its bucket is known. */
export interface Doubtful {
  time: number
  value: number | null
}

type Column = (number | null)[]

/** What a chart draws, as columns of equal length; times in seconds, as uPlot wants them. */
export interface Columns {
  time: number[]
  mean: Column
  low: Column
  high: Column
}

const NAMES = ['mean', 'low', 'high'] as const

/** A silence of more than so many steps is drawn as a gap. */
const GAP_STEPS = 3

/**
 * Lays a downsampled series and the live points after it out for drawing. Where nothing was heard for more than
 * three periods, a row without values breaks the line.
 */
export function columnsOf(series: Api<'Series'>, tail: readonly Tail[], periodS: number | null): Columns {
  const columns: Columns = { time: [], mean: [], low: [], high: [] }
  const step = Math.max(series.bucket_s, periodS ?? 0) * 1000
  let before: number | null = null
  const add = (time: number, row: readonly (number | null)[]) => {
    if (before !== null && time - before > GAP_STEPS * step) push(columns, before + step, [])
    push(columns, time, row)
    before = time
  }
  for (const [at, time] of series.time_ms.entries()) {
    add(time, [series.mean[at] ?? null, series.minimum[at] ?? null, series.maximum[at] ?? null])
  }
  for (const { time, value } of tail) {
    if (before === null || time > before) add(time, [value, value, value])
  }
  return columns
}

function push(columns: Columns, time: number, row: readonly (number | null)[]): void {
  columns.time.push(time / 1000)
  for (const [at, name] of NAMES.entries()) columns[name].push(row[at] ?? null)
}

/** Where doubtful observations were: each with its value where they were read one by one, else their buckets. */
export function doubtfulOf(
  series: Api<'Series'>,
  each: Api<'ObservationRange'> | undefined,
  isBad: (quality: number) => boolean,
): Doubtful[] {
  if (each && !each.truncated) {
    return each.time_ms.flatMap((time, at) =>
      isBad(each.quality[at] ?? 0) ? [{ time, value: each.value[at] ?? null }] : [],
    )
  }
  return series.time_ms.flatMap((time, at) => ((series.bad[at] ?? 0) > 0 ? [{ time, value: null }] : []))
}

/** Lowest and highest good value, the newest, and how many good and doubtful observations there are. */
export interface Summary {
  low: number
  high: number
  last: number
  good: number
  doubtful: number
}

/** Sums a chart up for those who cannot see it; `null` where it has no good value. */
export function summaryOf(series: Api<'Series'>, tail: readonly Tail[]): Summary | null {
  const numbers = (column: readonly (number | null)[]) => column.filter((value) => value !== null)
  const values = tail.map(({ value }) => value)
  const means = [...numbers(series.mean), ...values]
  const last = means.at(-1)
  if (last === undefined) return null
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)
  return {
    low: least([...numbers(series.minimum), ...values]),
    high: -least([...numbers(series.maximum), ...values].map((value) => -value)),
    last,
    good: sum(series.count) + values.length,
    doubtful: sum(series.bad),
  }
}

const least = (values: readonly number[]) => values.reduce((low, value) => Math.min(low, value))

/** Room above and below the curve, as a share of what is shown. */
const ROOM = 0.08

/** From where to where the values' axis goes: all good values and every level. */
export function extent(columns: Columns, levels: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  const take = (value: number | null) => {
    if (value === null) return
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  for (const name of NAMES) for (const value of columns[name]) take(value)
  for (const level of levels) take(level)
  if (low > high) return [0, 1]
  const room = (high - low) * ROOM || Math.max(Math.abs(high) * ROOM, 0.5)
  return [low - room, high + room]
}

/** Up to so many values, each gets a mark. */
const FEW = 60

/** The rows to mark with a point: all where there are few, else those that no line reaches. */
export function marked({ mean }: Columns): number[] {
  const held = [...mean.keys()].filter((row) => (mean[row] ?? null) !== null)
  if (held.length <= FEW) return held
  const none = (row: number) => (mean[row] ?? null) === null
  return held.filter((row) => none(row - 1) && none(row + 1))
}
