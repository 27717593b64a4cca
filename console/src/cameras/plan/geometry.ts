/** A point of a picture: shares of its width and height, from its top left. */
export type Point = [x: number, y: number]

const CLEAN = 10_000
/** A point within the picture, to a ten-thousandth of it. */
export const within = ([x, y]: Point): Point => [clean(x), clean(y)]
const clean = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * CLEAN) / CLEAN

/** The points with one of them moved, not out of the picture. */
export function moved(points: readonly Point[], at: number, to: Point): Point[] {
  return points.map((point, index) => (index === at ? within(to) : point))
}

/** All points moved alike; none leaves the picture, so the form stays. */
export function shifted(points: readonly Point[], [x, y]: Point): Point[] {
  const bound = (by: number, axis: 0 | 1) => {
    const all = points.map((point) => point[axis])
    return Math.max(-Math.min(...all), Math.min(1 - Math.max(...all), by))
  }
  const [right, down] = [bound(x, 0), bound(y, 1)]
  return points.map((point) => within([point[0] + right, point[1] + down]))
}

/** Where a line goes on after its last point: straight on for a little, towards the middle where it would leave the picture. */
function beyond(before: Point | undefined, last: Point): Point {
  const on = (axis: 0 | 1) => {
    const way = last[axis] - (before ?? [0.5, 0.5])[axis]
    return last[axis] + Math.sign(way) * Math.min(Math.abs(way) / 2, 0.1)
  }
  const next: Point = [on(0), on(1)]
  const inside = next.every((share) => share >= 0 && share <= 1) && lengthOf([last, next]) > 0
  return inside ? next : [last[0] + (0.5 - last[0]) * 0.2, last[1] + (0.5 - last[1]) * 0.2]
}

/** The points with another after one of them: by itself in the middle of the edge that begins there. */
export function inserted(points: readonly Point[], after: number, closed: boolean, where?: Point): Point[] {
  const start = points[after]
  if (!start) return [...points]
  const end = points[after + 1] ?? (closed ? points[0] : undefined)
  const made: Point =
    where ?? (end ? [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] : beyond(points[after - 1], start))
  return [...points.slice(0, after + 1), within(made), ...points.slice(after + 1)]
}

export const without = (points: readonly Point[], at: number): Point[] =>
  points.filter((_, index) => index !== at)

/** The edges of a line or, closed, of a polygon. */
export function edgesOf(points: readonly Point[], closed: boolean): [Point, Point][] {
  const ends = closed ? [...points.slice(1), ...points.slice(0, 1)] : points.slice(1)
  return ends.map((end, at) => [points[at] ?? end, end])
}

/** Negative on the left of the way from `first` to `last` as one sees it in the picture, positive on its right. */
function side(first: Point, last: Point, point: Point): number {
  return (last[0] - first[0]) * (point[1] - first[1]) - (last[1] - first[1]) * (point[0] - first[0])
}

function between(point: Point, start: Point, end: Point): boolean {
  return ([0, 1] as const).every(
    (axis) =>
      Math.min(start[axis], end[axis]) <= point[axis] && point[axis] <= Math.max(start[axis], end[axis]),
  )
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)] as const
  if (sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0) return true
  const ends = [
    [c, a, b],
    [d, a, b],
    [a, c, d],
    [b, c, d],
  ] as const
  return ends.some((end, at) => sides[at] === 0 && between(...end))
}

const same = (one: Point, other: Point) => one[0] === other[0] && one[1] === other[1]

/** Whether two edges of a polygon meet anywhere but in the corner that they share; as the platform itself sees it. */
export function crossesItself(polygon: readonly Point[]): boolean {
  const corners = polygon.filter((point, at) => {
    const next = polygon[(at + 1) % polygon.length]
    return !next || !same(point, next)
  })
  if (corners.length < 2) return false
  const edges = edgesOf(corners, true)
  return edges.some(([start, end], number) =>
    edges.slice(number + 1).some(([first, last], offset) => {
      const other = number + 1 + offset
      if (offset > 0 && !(number === 0 && other === edges.length - 1)) return meet(start, end, first, last)
      // Neighbours share a corner; they meet elsewhere only where one runs back along the other.
      const [corner, before, after] = offset === 0 ? [end, start, last] : [start, end, first]
      const back =
        (before[0] - corner[0]) * (after[0] - corner[0]) + (before[1] - corner[1]) * (after[1] - corner[1])
      return side(before, corner, after) === 0 && back > 0
    }),
  )
}

/** Which share of the picture a polygon covers. */
export function areaOf(polygon: readonly Point[]): number {
  const sum = edgesOf(polygon, true).reduce((all, [[x1, y1], [x2, y2]]) => all + x1 * y2 - x2 * y1, 0)
  return Math.abs(sum) / 2
}

export function lengthOf(line: readonly Point[]): number {
  return edgesOf(line, false).reduce((all, [a, b]) => all + Math.hypot(b[0] - a[0], b[1] - a[1]), 0)
}

/** Where a shape's name belongs: the middle of its corners. */
export function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce<Point>((all, point) => [all[0] + point[0], all[1] + point[1]], [0, 0])
  return [sum[0] / (points.length || 1), sum[1] / (points.length || 1)]
}

/**
 * The arrow across a line in the picture's own units: from the left of the way to its last point to the right of it, half
 * `length` on either side of its middle. `null` where it has no length.
 */
export function arrowAcross(line: readonly Point[], length: number): { from: Point; to: Point } | null {
  const whole = lengthOf(line)
  let left = whole / 2
  for (const [start, end] of edgesOf(line, false)) {
    const own = Math.hypot(end[0] - start[0], end[1] - start[1])
    if (own === 0) continue
    if (left > own) {
      left -= own
      continue
    }
    const [x, y] = [(end[0] - start[0]) / own, (end[1] - start[1]) / own]
    const [atX, atY] = [start[0] + x * left, start[1] + y * left]
    const half = length / 2
    return { from: [atX + y * half, atY - x * half], to: [atX - y * half, atY + x * half] }
  }
  return null
}
