import createClient from 'openapi-fetch'
import { NO_ANSWER, Problem, problemOf } from './problem'
import type { paths } from './schema'

/** The API by its paths, typed from its own description: `api.GET('/api/v1/city')`. Hand the call to `answer`. */
export const api = createClient<paths>({ credentials: 'same-origin' })

interface Outcome<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** Waits for a call and returns what it answered. Throws a `Problem` where it failed or no answer came. */
export async function answer<Data>(call: Promise<Outcome<Data>>): Promise<Data> {
  let outcome: Outcome<Data>
  try {
    outcome = await call
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault
    throw new Problem(0, NO_ANSWER)
  }
  if (!outcome.response.ok) throw problemOf(outcome.response.status, outcome.error)
  return outcome.data as Data
}
