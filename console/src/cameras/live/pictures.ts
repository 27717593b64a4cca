/** So old a picture may be before it is said: until then it is live. */
export const LIVE_MS = 3_000

/** A picture that was drawn: when it was taken, by this machine's clock. */
export interface Shown {
  time: number
  width: number
  height: number
}

type Listener = (shown: Shown | null) => void

/** The newest picture of each camera, handed to whoever draws it. React stays out of it: there are many a second. */
export class Pictures {
  #newest = new Map<string, { bitmap: ImageBitmap; shown: Shown }>()
  #drawing = new Map<string, Set<(bitmap: ImageBitmap) => void>>()
  #listening = new Map<string, Set<Listener>>()
  /** Which picture of a camera was begun last: one that is decoded later than its successor is thrown away. */
  #begun = new Map<string, number>()
  #over = false
  skew = 0

  constructor(
    private readonly decode: (blob: Blob) => Promise<ImageBitmap> = (blob) => createImageBitmap(blob),
  ) {}

  async take(camera: string, time: number, blob: Blob): Promise<void> {
    const turn = (this.#begun.get(camera) ?? 0) + 1
    this.#begun.set(camera, turn)
    const bitmap = await this.decode(blob).catch(() => null)
    if (bitmap === null) return
    if (this.#over || this.#begun.get(camera) !== turn) return bitmap.close()
    this.#newest.get(camera)?.bitmap.close()
    const shown = { time: time + this.skew, width: bitmap.width, height: bitmap.height }
    this.#newest.set(camera, { bitmap, shown })
    for (const draw of this.#drawing.get(camera) ?? []) draw(bitmap)
    for (const listener of this.#listening.get(camera) ?? []) listener(shown)
  }

  of(camera: string): Shown | null {
    return this.#newest.get(camera)?.shown ?? null
  }

  /** Calls `draw` with the newest picture of a camera and all that follow; returns what ends it. */
  draw(camera: string, draw: (bitmap: ImageBitmap) => void): () => void {
    const newest = this.#newest.get(camera)
    if (newest) draw(newest.bitmap)
    return added(this.#drawing, camera, draw)
  }

  listen(camera: string, listener: Listener): () => void {
    return added(this.#listening, camera, listener)
  }

  /** Lets go of all pictures; what is still being decoded is let go of as it comes. */
  close(): void {
    this.#over = true
    for (const { bitmap } of this.#newest.values()) bitmap.close()
    this.#newest.clear()
  }
}

function added<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): () => void {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set.add(value))
  return () => {
    set.delete(value)
  }
}

/** How old a picture is, in whole seconds; `null` as long as it counts as live. */
export function staleSeconds(time: number, now: number): number | null {
  const age = now - time
  return age > LIVE_MS ? Math.floor(age / 1000) : null
}
