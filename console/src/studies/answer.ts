import type { Api } from '../api/types'
import type { Arguments } from '../i18n/text'

/** The form of an answer that this console reads. */
export const FORM = 2

export type Answer = Api<'Answer'>
export type PlacedSite = Api<'PlacedSite'>
export type LeftSite = Api<'LeftSite'>

/** A site of one of several plans. */
export type PlanSite = Api<'SketchedSite'>

/** One of the plans that a run weighs against each other; the first is the answer's own. */
export type Plan = Api<'SketchedPlan'>

/** What a map and a comparison show of a plan. */
export interface ShownPlan {
  value: number
  bound: number
  cost: number
  sites: readonly PlanSite[]
  /** What the answer tells of each criterion and unit; only of its own plan. */
  answer: Answer | null
}

/** What a plan is called: its key and what stands in it. */
export function planWords({
  id,
  kind,
  share: part,
}: Pick<Plan, 'id' | 'kind' | 'share'>): [string, Arguments] {
  return [`siting-note-plan-${kind}`, { share: 100 * part, number: id.slice(id.lastIndexOf('-') + 1) }]
}

/** A plan of an answer by its id; the answer's own where there is none. */
export function planOf(answer: Answer, id: string): ShownPlan {
  const plan = answer.plans.find((one) => one.id === id)
  return plan && plan.kind !== 'best' ? { ...plan, answer: null } : { ...answer, answer }
}

export const share = ({ demand, reached }: { demand: number; reached: number }): number =>
  demand > 0 ? reached / demand : 0

export interface Compared {
  both: readonly { a: PlanSite; b: PlanSite; alike: boolean }[]
  onlyA: readonly PlanSite[]
  onlyB: readonly PlanSite[]
}

/** Which sites two plans have in common; `alike` where the option and its heading are the same too. */
export function compared(a: readonly PlanSite[], b: readonly PlanSite[]): Compared {
  const ofB = new Map(b.map((one) => [one.site, one]))
  const inA = new Set(a.map(({ site }) => site))
  return {
    both: a.flatMap((one) => {
      const other = ofB.get(one.site)
      if (!other) return []
      const alike = one.option === other.option && one.heading_deg === other.heading_deg
      return [{ a: one, b: other, alike }]
    }),
    onlyA: a.filter(({ site }) => !ofB.has(site)),
    onlyB: b.filter(({ site }) => !inA.has(site)),
  }
}

/** Rows of two tables side by side, in the order of the first, then what only the second has. */
export function paired<Row>(a: readonly Row[], b: readonly Row[], key: (row: Row) => string) {
  const ofA = new Map(a.map((row) => [key(row), row]))
  const ofB = new Map(b.map((row) => [key(row), row]))
  return [...new Set([...ofA.keys(), ...ofB.keys()])].map((id) => ({ id, a: ofA.get(id), b: ofB.get(id) }))
}

/** Orders rows by a figure or a text of theirs; texts as `language` orders them. */
export function sorted<Row>(
  rows: readonly Row[],
  by: (row: Row) => number | string,
  descending: boolean,
  language: string,
): Row[] {
  const collator = new Intl.Collator(language, { numeric: true })
  const compare = (one: Row, other: Row) => {
    const [a, b] = [by(one), by(other)]
    return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
  }
  const made = rows.toSorted(compare)
  return descending ? made.reverse() : made
}
