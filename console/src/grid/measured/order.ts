import type { Api } from '../../api/types'

type Island = Api<'EstimateIsland'>

/** How well a part of the grid is known, as the end of a text's key. */
export function knownOf({ observable, consistent }: Island): 'consistent' | 'contradictory' | 'unobservable' {
  if (!observable) return 'unobservable'
  return consistent ? 'consistent' : 'contradictory'
}

const WORST_FIRST = ['contradictory', 'unobservable', 'consistent']

/** The parts of the grid: those that contradict themselves first, then those of which nothing is known; by name. */
export function ordered(islands: readonly Island[], language: string): Island[] {
  const rank = (one: Island) => WORST_FIRST.indexOf(knownOf(one))
  return [...islands].sort(
    (a, b) => rank(a) - rank(b) || a.at.localeCompare(b.at, language, { numeric: true }),
  )
}
