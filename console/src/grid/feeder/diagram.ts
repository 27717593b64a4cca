import type { Api } from '../../api/types'

type Mark = Api<'DiagramMark'>

/** A step of the diagram in units of the drawing: broader than high, so that words fit between. */
export const STEP = { x: 64, y: 44 }
/** Half the size of a symbol. */
export const HALF = 14
/** Room around the outermost symbols. */
const MARGIN = 40

/** A part of the drawing: what is in sight. */
export interface Frame {
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** Where a mark stands in the drawing. */
export function placeOf(mark: Pick<Mark, 'x' | 'y'>): Point {
  return { x: mark.x * STEP.x, y: mark.y * STEP.y }
}

/** The whole drawing of a diagram of `width` by `height` steps. */
export function wholeOf({ width, height }: Pick<Api<'Diagram'>, 'width' | 'height'>): Frame {
  return {
    x: -MARGIN,
    y: -MARGIN,
    width: Math.max(0, width - 1) * STEP.x + 2 * MARGIN,
    height: Math.max(0, height - 1) * STEP.y + 2 * MARGIN,
  }
}

/** Where lines leave a mark: behind a symbol, in the middle of what has none. */
function exitOf(mark: Mark): Point {
  const { x, y } = placeOf(mark)
  return { x: mark.symbol === 'busbar' || mark.symbol === 'joint' ? x : x + HALF, y }
}

/** The way to a mark from the one above it: first up or down, then along; "" at the busbar. */
export function wayTo(marks: readonly Mark[], at: number): string {
  const mark = marks[at]
  const above = mark && marks[mark.above]
  if (!mark || !above) return ''
  const [from, to] = [exitOf(above), placeOf(mark)]
  return `M${from.x} ${from.y}${from.y === to.y ? '' : `V${to.y}`}H${to.x}`
}

export type Condition = 'live' | 'dead' | 'overloaded'

/** How the line to a mark is: without voltage, above its rating, or as it should be. */
export function conditionOf(marks: readonly Mark[], at: number): Condition {
  const mark = marks[at]
  if (!mark) return 'dead'
  // Beyond an open switch lies another part; the line up to it is as the mark above.
  const seen = mark.closed === false ? (marks[mark.above] ?? mark) : mark
  if (!seen.energised) return 'dead'
  return mark.loading !== null && mark.loading > 1 ? 'overloaded' : 'live'
}

/** Vertical extent of the busbar: from the highest to the lowest way that leaves it, and a little more. */
export function busbarOf(marks: readonly Mark[]): { top: number; bottom: number } {
  const own = marks[0]
  const here = own ? placeOf(own).y : 0
  const leaving = marks.filter(({ above }) => above === 0).map((mark) => placeOf(mark).y)
  return {
    top: Math.min(here, ...leaving) - STEP.y * 0.4,
    bottom: Math.max(here, ...leaving) + STEP.y * 0.4,
  }
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/** The mark that an arrow leads to from `at`: the nearest in that direction; `null` where there is none. */
export function markTowards(marks: readonly Mark[], at: number, arrow: Arrow): number | null {
  const from = marks[at]
  if (!from) return marks.length > 0 ? 0 : null
  const along = arrow === 'ArrowLeft' || arrow === 'ArrowRight'
  const sign = arrow === 'ArrowLeft' || arrow === 'ArrowUp' ? -1 : 1
  let best: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (const [index, mark] of marks.entries()) {
    const [dx, dy] = [mark.x - from.x, mark.y - from.y]
    const ahead = sign * (along ? dx : dy)
    if (ahead <= 0) continue
    // What lies straight ahead comes before what lies aside.
    const far = ahead + 3 * Math.abs(along ? dy : dx)
    if (far < least) [least, best] = [far, index]
  }
  return best
}

/** The mark nearest to a point of the drawing, within `reach`; `null` where none is near. */
export function markAt(marks: readonly Mark[], point: Point, reach: number): number | null {
  let best: number | null = null
  let least = reach
  for (const [index, mark] of marks.entries()) {
    const place = placeOf(mark)
    const far = Math.hypot(place.x - point.x, place.y - point.y)
    if (far <= least) [least, best] = [far, index]
  }
  return best
}
