import { type Columns, extent } from '../charts/data'

export interface Box {
  width: number
  height: number
}

/** What the curves beside findings are drawn in; as wide as there is room. */
export const BOX: Box = { width: 600, height: 120 }

export interface Drawn {
  /** Path data of the curve, broken where nothing was heard. */
  curve: string
  /** The limits' heights in the box, with their values. */
  limits: { y: number; value: number }[]
  /** Where a moment lies in the box. */
  x: (timeMs: number) => number
}

/** Lays a curve and its limits into a box. `span` in milliseconds since 1970-01-01 UTC. */
export function sparkline(
  columns: Columns,
  limits: readonly number[],
  span: { start: number; end: number },
  { width, height }: Box,
): Drawn {
  const [low, high] = extent(columns, limits)
  const x = (timeMs: number) => round(((timeMs - span.start) / (span.end - span.start)) * width)
  const y = (value: number) => round(height - ((value - low) / (high - low)) * height)
  let curve = ''
  let pen = false
  for (const [at, seconds] of columns.time.entries()) {
    const value = columns.mean[at] ?? null
    if (value === null) {
      pen = false
      continue
    }
    curve += `${pen ? 'L' : 'M'}${x(seconds * 1000)} ${y(value)}`
    pen = true
  }
  const each = [...new Set(limits)].sort((a, b) => a - b)
  return { curve, limits: each.map((value) => ({ y: y(value), value })), x }
}

const round = (value: number) => Math.round(value * 10) / 10
