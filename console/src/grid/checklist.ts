import type { Api } from '../api/types'

type Request = Required<Api<'WhatIfRequest'>>

/** A plan that is stepped through in the simulation, and how many of its steps are done there. */
export interface Stepping {
  plan: Api<'SwitchingPlan'>
  done: number
}

export const begin = (plan: Api<'SwitchingPlan'>): Stepping => ({ plan, done: 0 })

/** Goes on or back by so many steps, never beyond the plan. */
export function stepBy({ plan, done }: Stepping, steps: number): Stepping {
  return { plan, done: Math.max(0, Math.min(plan.steps.length, done + steps)) }
}

/** The step to do next; none after the last. */
export const nextStep = ({ plan, done }: Stepping): Api<'PlanStep'> | undefined => plan.steps[done]

/** The state to simulate: the fault, what protection has opened since, and the steps that are done. */
export function requestAt(request: Request, stepping: Stepping | null): Request {
  if (!stepping) return request
  const switches = new Map(request.switches.map(({ id, closed }) => [id, closed]))
  for (const id of stepping.plan.tripped) switches.set(id, false)
  for (const step of stepping.plan.steps.slice(0, stepping.done)) switches.set(step.switch, step.close)
  return { out: request.out, switches: [...switches].map(([id, closed]) => ({ id, closed })) }
}

/** How many steps a key goes; on a button, Space and Enter are the button's own. */
export function stepsOfKey(key: string, onButton: boolean): number {
  if (key === 'Backspace') return -1
  return !onButton && (key === ' ' || key === 'Enter') ? 1 : 0
}
