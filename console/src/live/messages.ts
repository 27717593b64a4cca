import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import type { LiveValue } from './store'

/** The stream's own kinds of messages. */
export const KINDS = ['hello', 'event', 'values', 'reset', 'health'] as const

/** Turns the columns of a `values` message into one value a row. */
export function* valuesOf(columns: Api<'StreamValues'>): Generator<LiveValue> {
  for (const [row, device] of columns.asset.entries()) {
    const channel = columns.channel[row]
    const time = columns.time_ms[row]
    if (channel === undefined || time === undefined) continue
    yield { device, channel, time, value: columns.value[row] ?? null, quality: columns.quality[row] ?? 0 }
  }
}

/** A case that ends a report, and what a shift has open: all of it lies in incidents too. */
const OF_INCIDENTS = [
  KEYS.incidents,
  KEYS.map,
  KEYS.asset,
  KEYS.places,
  KEYS.shifts,
  KEYS.playbooks,
  KEYS.reports,
  KEYS.notifications,
]

/** By the first prefix that fits. A refreshed incident changes no state of an asset, so the map need not be read anew. */
const OUT_OF_DATE: readonly [prefix: string, keys: readonly string[]][] = [
  ['incident.refreshed', [KEYS.incidents, KEYS.asset]],
  // A task may be a step of a drill, whose row counts them.
  ['incident.task_', [...OF_INCIDENTS, KEYS.drills]],
  ['incident.', OF_INCIDENTS],
  ['finding.', [KEYS.findings, KEYS.incidents, KEYS.map, KEYS.asset, KEYS.cameraEvents]],
  ['rule.', [KEYS.rules]],
  ['shift.', [KEYS.shifts]],
  ['playbook.', [KEYS.playbooks, KEYS.drills, KEYS.incidents]],
  ['drill.', [KEYS.drills, KEYS.playbooks, KEYS.incidents]],
  ['report.', [KEYS.reports]],
  ['notification.', [KEYS.notifications]],
  ['study.', [KEYS.studies]],
  ['device.', [KEYS.unknownDevices]],
  ['city.', [KEYS.city, KEYS.places, KEYS.map, KEYS.asset, KEYS.cameras]],
  ['signin.', [KEYS.users]],
  ['system.', [KEYS.health]],
]

/** The first words of the query keys that an event of this kind makes out of date. */
export function outOfDate(kind: string): readonly string[] {
  return OUT_OF_DATE.find(([prefix]) => kind.startsWith(prefix))?.[1] ?? []
}

/** Collects keys and hands them on together, at most once in `waitMs`: a storm opens hundreds of incidents. */
export class Gathered {
  #keys = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly waitMs: number,
    private readonly hand: (keys: ReadonlySet<string>) => void,
  ) {}

  add(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key)
    if (this.#keys.size === 0 || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      const gathered = this.#keys
      this.#keys = new Set()
      this.#timer = undefined
      this.hand(gathered)
    }, this.waitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#keys.clear()
  }
}
