import type { Api } from '../../api/types'

type Point = Api<'ProfilePoint'>

/** Bounds within which the voltage should lie, in shares of the rated one. */
export const LIMITS = { low: 0.95, high: 1.05 }

export interface Plot {
  /** From where to where the axes go. */
  x: [number, number]
  y: [number, number]
  /** Branches as runs of distances and voltages; a run ends where a voltage is not known. */
  runs: { distance: number; u: number }[][]
  lowest: { distance: number; u: number; node: string } | null
  outside: number
}

/** Splits a profile into branches, each from where it leaves another to its end, and finds its lowest point. */
export function plotOf(points: readonly Point[]): Plot {
  const known = points.filter((point) => point.u_pu !== null)
  const values = known.map(({ u_pu }) => u_pu ?? 1)
  const room = 0.005
  const runs: Plot['runs'] = []
  const endOf = new Map<number, Plot['runs'][number]>()
  for (const [index, point] of points.entries()) {
    if (point.u_pu === null) continue
    const here = { distance: point.distance_m, u: point.u_pu }
    const before = endOf.get(point.parent)
    if (before) {
      before.push(here)
      endOf.delete(point.parent)
      endOf.set(index, before)
      continue
    }
    const parent = points[point.parent]
    const run =
      parent && parent.u_pu !== null ? [{ distance: parent.distance_m, u: parent.u_pu }, here] : [here]
    runs.push(run)
    endOf.set(index, run)
  }
  const worst = known.reduce<Point | null>(
    (low, point) => (low === null || (point.u_pu ?? 1) < (low.u_pu ?? 1) ? point : low),
    null,
  )
  return {
    x: [0, Math.max(1, ...points.map(({ distance_m }) => distance_m))],
    y: [Math.min(LIMITS.low, ...values) - room, Math.max(LIMITS.high, ...values) + room],
    runs,
    lowest: worst && { distance: worst.distance_m, u: worst.u_pu ?? 1, node: worst.node },
    outside: values.filter((u) => u < LIMITS.low || u > LIMITS.high).length,
  }
}

/** Round numbers between two, at most `most` of them, their steps 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: [number, number], most: number): number[] {
  const raw = (high - low) / Math.max(1, most)
  if (!(raw > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= raw * (1 - 1e-9)) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

/** Path data of a run in a box of pixels. */
export function pathOf(
  run: Plot['runs'][number],
  x: (distance: number) => number,
  y: (u: number) => number,
): string {
  const round = (value: number) => Math.round(value * 10) / 10
  return run
    .map(({ distance, u }, at) => `${at === 0 ? 'M' : 'L'}${round(x(distance))} ${round(y(u))}`)
    .join('')
}
