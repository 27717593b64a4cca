import type { Kind } from '../api/types'

/** Whether a device's own name can become an id of the pack. */
export function canBeId(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(name)
}

/** The kind whose channels fit best to what a device has sent; "" where none has any of them. */
export function likelyKind(channels: readonly string[], kinds: readonly Kind[]): string {
  let best = { id: '', share: 0 }
  for (const kind of kinds) {
    if (!kind.is_device) continue
    const own = new Set(kind.channels.map(({ name }) => name))
    const both = channels.filter((name) => own.has(name)).length
    // What fits both ways counts most: few channels of the kind missing, few of the device left over.
    const share = both / (own.size + channels.length - both || 1)
    if (share > best.share) best = { id: kind.id, share }
  }
  return best.id
}

interface Point {
  lat: number
  lon: number
}

/** Sorts by distance on the ground; near enough over a city. */
export function nearest<One extends Point>(things: readonly One[], to: Point): One[] {
  const narrow = Math.cos((to.lat * Math.PI) / 180)
  const distance = (one: Point) => Math.hypot(one.lat - to.lat, (one.lon - to.lon) * narrow)
  return things
    .map((one) => [distance(one), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)
}
