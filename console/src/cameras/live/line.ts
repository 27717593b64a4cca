import { type Part, PartReader } from './multipart'

/** How the line of pictures is: `refused` by the platform for good, e.g. for want of a permission. */
export type LineState = 'connecting' | 'open' | 'lost' | 'refused'

export interface Handlers {
  picture: (part: Part) => void
  state: (state: LineState) => void
  /** By how much this machine's clock is ahead of the platform's, in milliseconds. */
  skew: (ms: number) => void
}

export const FIRST_WAIT_MS = 1_000
export const LONGEST_WAIT_MS = 15_000
/** Something comes every 15 s even where no camera shows anything; a line that is silent for so long is dead. */
export const SILENCE_MS = 35_000

/** The address of the pictures of some cameras. */
export function liveAddress(cameras: readonly string[]): string {
  return `/api/v1/cameras/live?${new URLSearchParams(cameras.map((camera) => ['camera', camera]))}`
}

/**
 * One line for the pictures of all cameras on the screen, opened again whenever it breaks, later and later each time
 * until pictures come.
 */
export class PictureLine {
  #wait = FIRST_WAIT_MS
  #again: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #abort: AbortController | null = null

  constructor(
    private readonly address: string,
    private readonly handlers: Handlers,
    private readonly get: typeof fetch = (...args) => fetch(...args),
  ) {}

  start(): void {
    if (this.#abort !== null) return
    const abort = new AbortController()
    this.#abort = abort
    this.handlers.state('connecting')
    void this.#follow(abort)
  }

  stop(): void {
    clearTimeout(this.#again)
    clearTimeout(this.#silence)
    this.#abort?.abort()
    this.#abort = null
  }

  async #follow(abort: AbortController): Promise<void> {
    let refused = false
    try {
      this.#listen(abort)
      const response = await this.get(this.address, {
        signal: abort.signal,
        credentials: 'same-origin',
        cache: 'no-store',
      })
      // What is refused once is refused again; 429 is only too early.
      refused = response.status >= 400 && response.status < 500 && response.status !== 429
      if (response.ok && response.body) await this.#read(response, response.body, abort)
    } catch {
      // Broken, silent, or stopped: what is said and done of it is the same.
    }
    clearTimeout(this.#silence)
    if (this.#abort !== abort) return
    this.#abort = null
    if (refused) return this.handlers.state('refused')
    this.handlers.state('lost')
    this.#again = setTimeout(() => this.start(), this.#wait)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }

  async #read(response: Response, body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    this.handlers.state('open')
    const said = Date.parse(response.headers.get('Date') ?? '')
    // The header leaves out what is less than a second.
    if (!Number.isNaN(said)) this.handlers.skew(Date.now() - (said + 500))
    const parts = new PartReader()
    const reader = body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done || abort.signal.aborted) return
        this.#listen(abort)
        for (const part of parts.push(value)) {
          this.#wait = FIRST_WAIT_MS
          if (part.camera !== '') this.handlers.picture(part)
        }
      }
    } finally {
      // Where the pictures themselves were broken, nobody wants the rest.
      void reader.cancel().catch(() => undefined)
    }
  }

  #listen(abort: AbortController): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => abort.abort(), SILENCE_MS)
  }
}
