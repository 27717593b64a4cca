/** What is shown of a part beside its state: the figures of one group under one name. */
export interface FigureGroup {
  name: string
  figures: { name: string; value: number }[]
}

/** These stand elsewhere on the page, for the platform as a whole. */
const ELSEWHERE = new Set(['accepted', 'refused', 'marked', 'lag_s'])

/** Gathers "waiting.mqtt", "waiting.ingest" under "waiting"; a figure without a dot is a group of itself. */
export function grouped(figures: Readonly<Record<string, number>>): FigureGroup[] {
  const found = new Map<string, FigureGroup>()
  for (const [path, value] of Object.entries(figures)) {
    const dot = path.indexOf('.')
    const name = dot < 0 ? path : path.slice(0, dot)
    if (ELSEWHERE.has(name)) continue
    const group = found.get(name) ?? { name, figures: [] }
    group.figures.push({ name: dot < 0 ? '' : path.slice(dot + 1), value })
    found.set(name, group)
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** Counts by reason, the most frequent first; what never happened is left out. */
export function byCount(counts: Readonly<Record<string, number>>): [reason: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, one], [b, other]) => other - one || a.localeCompare(b))
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes in the unit that leaves one to three digits before the point. */
export function bytesIn(bytes: number): [value: number, unit: (typeof UNITS)[number]] {
  let value = bytes
  let at = 0
  while (value >= 1000 && at < UNITS.length - 1) {
    value /= 1000
    at++
  }
  return [value, UNITS[at] ?? 'B']
}
