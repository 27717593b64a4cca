/** A problem as the API tells it (RFC 9457): a message key and its fields. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly key: string,
    readonly fields: Readonly<Record<string, string | number>> = {},
    readonly faults: readonly ProblemFault[] = [],
    /** What the platform itself says, for a key that this console does not know yet. */
    readonly said: { title: string; remedy: string } | null = null,
  ) {
    super(`${status} ${key}`)
    this.name = 'Problem'
  }
}

/** One thing wrong in what was handed in: where it is, and the key of what is wrong. */
export interface ProblemFault {
  file?: string
  row?: number
  column?: string
  key: string
  fields?: Record<string, string | number>
}

/** No answer came at all: the platform or the way to it is away. */
export const NO_ANSWER = 'console-no-answer'

interface Body {
  key: string
  fields?: Problem['fields']
  faults?: ProblemFault[]
  title?: string
  detail?: string
}

/** Reads an answer that is not a success; `body` is what it carried, in whatever form. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'key' in body && typeof body.key === 'string') {
    const { key, fields, faults, title, detail } = body as Body
    const said = title ? { title, remedy: detail ?? '' } : null
    return new Problem(status, key, fields ?? {}, faults ?? [], said)
  }
  return new Problem(status, 'console-unexpected-answer', { status })
}
