/** One picture as it comes over the line; of no camera where it only says that the line stands. */
export interface Part {
  camera: string
  /** When it was taken, milliseconds since 1970-01-01 UTC. */
  time: number
  type: string
  body: Uint8Array<ArrayBuffer>
}

const HEAD_END = new Uint8Array([13, 10, 13, 10])
/** A head is a few lines; what grows beyond this is no head. */
const LONGEST_HEAD = 4_096
/** No picture is as large as this: a length that is says that the reader has lost its place. */
const LONGEST_BODY = 16 * 1024 * 1024

/** What came is no multipart body, or is broken. */
export class Broken extends Error {}

/**
 * Reads a multipart/x-mixed-replace body piece by piece, however it was cut on its way. Each part says its own length, so
 * no picture is searched for the boundary.
 */
export class PartReader {
  #kept = new Uint8Array(0)
  #head: { part: Omit<Part, 'body'>; length: number } | null = null

  /** Takes the next piece; returns the parts that it completes. */
  push(piece: Uint8Array): Part[] {
    this.#kept = joined(this.#kept, piece)
    const parts: Part[] = []
    for (;;) {
      if (this.#head === null && !this.#readHead()) return parts
      const head = this.#head
      if (head === null || this.#kept.length < head.length) return parts
      parts.push({ ...head.part, body: this.#kept.slice(0, head.length) })
      this.#kept = this.#kept.subarray(head.length)
      this.#head = null
    }
  }

  #readHead(): boolean {
    const end = indexOf(this.#kept, HEAD_END)
    if (end < 0) {
      if (this.#kept.length > LONGEST_HEAD) throw new Broken('no head of a part')
      return false
    }
    const fields = new Map<string, string>()
    // The boundary and the line end before it stand there too; neither has the form of a field.
    for (const line of new TextDecoder().decode(this.#kept.subarray(0, end)).split('\r\n')) {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
      if (name !== undefined) fields.set(name.toLowerCase(), (value ?? '').trim())
    }
    const length = Number(fields.get('content-length'))
    if (!fields.has('content-length') || !(length >= 0 && length <= LONGEST_BODY))
      throw new Broken('a part without its length')
    this.#kept = this.#kept.subarray(end + HEAD_END.length)
    this.#head = {
      part: {
        camera: fields.get('x-camera') ?? '',
        time: Number(fields.get('x-time') ?? 0) / 1000,
        type: fields.get('content-type') ?? '',
      },
      length,
    }
    return true
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(before.length + after.length)
  both.set(before)
  both.set(after, before.length)
  return both
}

function indexOf(where: Uint8Array, what: Uint8Array): number {
  const [first = 0] = what
  for (let at = where.indexOf(first); at >= 0; at = where.indexOf(first, at + 1)) {
    if (what.every((byte, offset) => where[at + offset] === byte)) return at
  }
  return -1
}
