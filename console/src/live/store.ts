/** The newest observation of one channel of one device. */
export interface LiveValue {
  device: string
  channel: string
  /** Milliseconds since 1970-01-01 UTC. */
  time: number
  /** `null` where the device sent no number. */
  value: number | null
  /** Bits of the platform's `Quality`; 0 is good. */
  quality: number
}

type Listener = () => void

/**
 * The newest values by device and channel, outside React: thousands of changes a second must not render anything
 * that does not show them. Listeners are told at most once a frame.
 */
export class LiveStore {
  #values = new Map<string, Map<string, LiveValue>>()
  #ofDevice = new Map<string, Set<Listener>>()
  #ofAll = new Set<(changed: ReadonlySet<string>) => void>()
  #changed = new Set<string>()
  #scheduled = false

  constructor(private readonly schedule: (run: () => void) => void) {}

  /** Takes values in; one that is older than what is known changes nothing. */
  take(values: Iterable<LiveValue>): void {
    for (const value of values) {
      const known = this.#values.get(value.device)
      const before = known?.get(value.channel)
      if (before && before.time > value.time) continue
      // A new map, so that React sees that the device's values are not the ones it has drawn.
      const next = this.#changed.has(value.device) && known ? known : new Map(known)
      next.set(value.channel, value)
      this.#values.set(value.device, next)
      this.#changed.add(value.device)
    }
    this.#tellSoon()
  }

  /** After a break what is known may be old; returns what forgets all that has not come anew since this call. */
  afterBreak(): () => void {
    const old = [...this.#values.values()].flatMap((values) => [...values.values()])
    return () => {
      for (const value of old) {
        const known = this.#values.get(value.device)
        if (known?.get(value.channel) !== value) continue
        const next = new Map(known)
        next.delete(value.channel)
        this.#values.set(value.device, next)
        this.#changed.add(value.device)
      }
      this.#tellSoon()
    }
  }

  /** The newest values of a device by channel; the same object until one of them changes. */
  of(device: string): ReadonlyMap<string, LiveValue> {
    return this.#values.get(device) ?? NONE
  }

  /** Calls `listener` whenever a value of `device` has changed; returns what stops it. */
  listen(device: string, listener: Listener): () => void {
    const listeners = this.#ofDevice.get(device) ?? new Set()
    listeners.add(listener)
    this.#ofDevice.set(device, listeners)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#ofDevice.delete(device)
    }
  }

  /** Calls `listener` with the devices whose values have changed, at most once a frame. */
  listenAll(listener: (changed: ReadonlySet<string>) => void): () => void {
    this.#ofAll.add(listener)
    return () => this.#ofAll.delete(listener)
  }

  #tellSoon(): void {
    if (this.#changed.size === 0 || this.#scheduled) return
    this.#scheduled = true
    this.schedule(() => this.#tell())
  }

  #tell(): void {
    const changed = this.#changed
    this.#changed = new Set()
    this.#scheduled = false
    for (const listener of this.#ofAll) listener(changed)
    for (const device of changed) for (const listener of this.#ofDevice.get(device) ?? []) listener()
  }
}

const NONE: ReadonlyMap<string, LiveValue> = new Map()
