import type { Api } from '../api/types'

/** One thing done in a simulation: a switch moved, or an element put out of service. */
export type Move = { what: 'switch'; id: string; closed: boolean } | { what: 'out'; id: string }

/** What was done, in order, and what was taken back and may be done again. */
export interface Moves {
  done: readonly Move[]
  undone: readonly Move[]
}

export const NO_MOVES: Moves = { done: [], undone: [] }

/** Does something more; what was taken back before is forgotten. */
export const withMove = ({ done }: Moves, move: Move): Moves => ({ done: [...done, move], undone: [] })

export function undo({ done, undone }: Moves): Moves {
  const last = done.at(-1)
  return last ? { done: done.slice(0, -1), undone: [...undone, last] } : { done, undone }
}

export function redo({ done, undone }: Moves): Moves {
  const next = undone.at(-1)
  return next ? { done: [...done, next], undone: undone.slice(0, -1) } : { done, undone }
}

/** All that was done as the API takes it: of a switch moved twice only where it ended. */
export function requestOf({ done }: Moves): Required<Api<'WhatIfRequest'>> {
  const switches = new Map<string, boolean>()
  const out = new Set<string>()
  for (const move of done) {
    if (move.what === 'switch') switches.set(move.id, move.closed)
    else out.add(move.id)
  }
  return { switches: [...switches].map(([id, closed]) => ({ id, closed })), out: [...out] }
}

/** Where a switch was moved to last; nothing where it was not moved. */
export function movedTo({ done }: Moves, id: string): boolean | undefined {
  const last = done.findLast((move) => move.what === 'switch' && move.id === id)
  return last?.what === 'switch' ? last.closed : undefined
}
