import type { City } from '../api/types'

/** Names of the quality flags that are set in `bits`, in the platform's order; none for a good observation. */
export function flagsOf(bits: number, city: City): string[] {
  return city.quality.filter(({ bit }) => (bits & bit) !== 0).map(({ name }) => name)
}

/** Whether any of the flags keeps the observation out of statistics. */
export function isBad(bits: number, city: City): boolean {
  return city.quality.some(({ bit, bad }) => bad && (bits & bit) !== 0)
}
