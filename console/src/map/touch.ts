/** Half the side of what a finger may touch around a picture, in CSS pixels. */
const REACH = 24

interface Spot {
  x: number
  y: number
}

/** The square around a touch that a finger covers. */
export function around({ x, y }: Spot): [[number, number], [number, number]] {
  return [
    [x - REACH, y - REACH],
    [x + REACH, y + REACH],
  ]
}

/** How far a touch lies from a path; a path of one point is that point. */
export function distanceTo(touch: Spot, path: readonly Spot[]): number {
  const [first] = path
  if (!first) return Number.POSITIVE_INFINITY
  let least = Math.hypot(first.x - touch.x, first.y - touch.y)
  path.slice(1).forEach((end, before) => {
    const start = path[before] ?? first
    const [x, y] = [end.x - start.x, end.y - start.y]
    const along = ((touch.x - start.x) * x + (touch.y - start.y) * y) / (x * x + y * y || 1)
    const at = Math.max(0, Math.min(1, along))
    least = Math.min(least, Math.hypot(start.x + at * x - touch.x, start.y + at * y - touch.y))
  })
  return least
}

/** The item at the least distance, the first of equals. */
export function nearest<Item>(items: readonly Item[], distance: (item: Item) => number): Item | undefined {
  let found: Item | undefined
  let least = Number.POSITIVE_INFINITY
  for (const item of items) {
    const here = distance(item)
    if (found === undefined || here < least) [found, least] = [item, here]
  }
  return found
}
