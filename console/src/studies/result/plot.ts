import { roundUp } from '../study'

export const PLOT = { width: 420, height: 250, left: 60, right: 22, top: 14, bottom: 48 } as const

export interface Axis {
  low: number
  high: number
  ticks: readonly number[]
}

const TICKS = 4

/** An axis around values, with round marks; from 0 where that is near. */
export function axisOf(values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const from = least > 0 && least < (most - least) * 2 ? 0 : least
  const step = roundUp((most - from || Math.abs(most) || 1) / TICKS)
  const low = Math.floor(from / step + 1e-9) * step
  const count = Math.max(1, Math.ceil((most - low) / step - 1e-9))
  return {
    low,
    high: low + count * step,
    ticks: Array.from({ length: count + 1 }, (_, at) => low + at * step),
  }
}

/** Where a value lies along an axis, in the units of the drawing. */
export function along({ low, high }: Axis, value: number, way: 'x' | 'y'): number {
  const share = (value - low) / (high - low || 1)
  return way === 'x'
    ? PLOT.left + share * (PLOT.width - PLOT.left - PLOT.right)
    : PLOT.height - PLOT.bottom - share * (PLOT.height - PLOT.top - PLOT.bottom)
}
