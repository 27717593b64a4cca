import type { Study } from './study'

/** The parts of a study as its form has them, by the fields that lie in each. */
const PARTS = {
  names: ['names', 'question'],
  demand: ['demand'],
  options: ['option'],
  sites: ['sites', 'buildings', 'roads'],
  limits: ['limits'],
  areas: ['area'],
  search: ['method', 'currency', 'seed', 'seconds'],
} as const satisfies Record<string, readonly (keyof Study)[]>

export type PartName = keyof typeof PARTS

/** In which parts two versions of a study differ. */
export function differing(one: Study, other: Study): PartName[] {
  return (Object.keys(PARTS) as PartName[]).filter((part) =>
    PARTS[part].some((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field])),
  )
}
