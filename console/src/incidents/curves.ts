import type { Api } from '../api/types'
import type { Columns } from '../charts/data'
import { LENGTH_MS, RANGES, type Range } from '../charts/ranges'
import { byWeight } from './findings'

type Finding = Api<'Finding'>

/** So many curves are drawn of one incident, those of its gravest findings. */
const MOST = 3

/** What was measured where something was found, with the limits that this device is held to. */
export interface Curve {
  asset: string
  name: string
  channel: string
  limits: number[]
}

/** The curves that show what findings are about: one a channel of a device, with limits of its own alone. */
export function curvesOf(findings: readonly Finding[]): Curve[] {
  const curves = new Map<string, Curve>()
  for (const { asset, asset_name: name, channel, threshold } of byWeight(findings)) {
    if (!channel) continue
    const key = JSON.stringify([asset, channel])
    const curve = curves.get(key) ?? { asset, name, channel, limits: [] }
    if (threshold !== null && !curve.limits.includes(threshold)) curve.limits.push(threshold)
    curves.set(key, curve)
  }
  return [...curves.values()].slice(0, MOST)
}

/** How much of a range an incident may fill, so that what was before it is seen too. */
const FILLED = 0.8
const MINUTE_MS = 60_000

/**
 * The shortest range, a day at least, in which an incident lies whole, and when it ends: now (`null`), or where the
 * incident has long been over. Milliseconds since 1970-01-01 UTC.
 */
export function rangeAround(
  opened: number,
  ended: number | null,
  now: number,
): { range: Range; until: number | null } {
  const length = (ended ?? now) - opened
  const range =
    RANGES.slice(1).find((one) => length <= FILLED * LENGTH_MS[one]) ?? ('year' as const satisfies Range)
  if (ended === null) return { range, until: null }
  const after = Math.max(0, LENGTH_MS[range] - length) / 4
  const until = Math.ceil((ended + after) / MINUTE_MS) * MINUTE_MS
  return { range, until: until < now ? until : null }
}

/** How many of some findings lasted at a time, as steps, from the first to `until` (milliseconds since 1970-01-01 UTC). */
export function lastingOf(findings: readonly Pick<Finding, 'opened' | 'cleared'>[], until: number): Columns {
  const steps = findings
    .flatMap(({ opened, cleared }) => [
      { time: Date.parse(opened), by: 1 },
      ...(cleared === null ? [] : [{ time: Date.parse(cleared), by: -1 }]),
    ])
    .sort((a, b) => a.time - b.time)
  const columns: Columns = { time: [], mean: [], low: [], high: [] }
  const add = (time: number, count: number) => {
    columns.time.push(time / 1000)
    columns.mean.push(count)
    columns.low.push(0)
    columns.high.push(count)
  }
  let count = 0
  for (const { time, by } of steps) {
    add(time, count)
    count += by
    add(time, count)
  }
  if (steps.length > 0) add(until, count)
  return columns
}
