export type Connection = 'connecting' | 'live' | 'lost'

export interface Handlers {
  message: (kind: string, data: unknown) => void
  connection: (state: Connection) => void
}

/** What of the browser's EventSource is used here. */
export interface Source {
  onopen: ((event: Event) => void) | null
  onerror: ((event: Event) => void) | null
  readonly readyState: number
  addEventListener: (kind: string, listener: (event: MessageEvent<string>) => void) => void
  close: () => void
}

const CLOSED = 2
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
/** The platform says how it is every second; a line on which nothing comes for so long is dead, whatever TCP believes. */
const SILENCE_MS = 10_000

/**
 * The stream of messages, kept open. While the connection merely breaks, the browser opens it again by itself and
 * resumes with Last-Event-ID. Where it gives up (the server answered with an error), or hangs on to a line that has
 * gone silent, this opens a new one.
 */
export class EventStream {
  #source: Source | null = null
  #wait = FIRST_WAIT_MS
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly open: () => Source,
    private readonly kinds: readonly string[],
    private readonly handlers: Handlers,
  ) {}

  start(): void {
    this.handlers.connection('connecting')
    this.#connect()
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#silence)
    this.#source?.close()
    this.#source = null
  }

  #connect(): void {
    const source = this.open()
    this.#source = source
    source.onopen = () => {
      this.#wait = FIRST_WAIT_MS
      this.handlers.connection('live')
      this.#hear()
    }
    source.onerror = () => {
      clearTimeout(this.#silence)
      this.handlers.connection('lost')
      if (source.readyState === CLOSED) this.#again()
    }
    for (const kind of this.kinds) {
      source.addEventListener(kind, (event) => {
        this.#hear()
        this.handlers.message(kind, JSON.parse(event.data))
      })
    }
  }

  /** Something has come: the line stands, for now. */
  #hear(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#source?.close()
      this.handlers.connection('lost')
      this.#again()
    }, SILENCE_MS)
  }

  #again(): void {
    this.#timer = setTimeout(() => this.#connect(), this.#wait)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }
}
