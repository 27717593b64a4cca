import type { Api } from '../api/types'
import { isOver, type State } from './states'

export type Resolution = Api<'IncidentResolution'>['resolution']
export type NewLink = Api<'NewIncidentLink'>['kind']

/** What a person does to an incident. */
export type Act =
  | {
      what:
        | 'confirm'
        | 'unconfirm'
        | 'take'
        | 'release'
        | 'start'
        | 'stop'
        | 'wake'
        | 'reopen'
        | 'unreview'
        | 'unmerge'
    }
  | { what: 'assign'; owner: string; agency: string }
  | { what: 'snooze'; until: string }
  | { what: 'resolve'; resolution: Resolution; reason: string }
  | { what: 'review'; learned: string }
  | { what: 'merge'; into: string }
  | { what: 'split'; findings: string[] }
  | { what: 'link'; to: string; kind: NewLink }
  | { what: 'unlink'; other: string }
  | { what: 'comment'; text: string }

export type What = Act['what']

/** The action of the policies that an act needs. */
export const NEEDS: Readonly<Record<What, string>> = {
  confirm: 'incident.confirm',
  unconfirm: 'incident.confirm',
  assign: 'incident.assign',
  take: 'incident.assign',
  release: 'incident.assign',
  start: 'incident.work',
  stop: 'incident.work',
  snooze: 'incident.work',
  wake: 'incident.work',
  resolve: 'incident.resolve',
  reopen: 'incident.resolve',
  review: 'incident.review',
  unreview: 'incident.review',
  merge: 'incident.merge',
  unmerge: 'incident.merge',
  split: 'incident.merge',
  link: 'incident.merge',
  unlink: 'incident.merge',
  comment: 'incident.comment',
}

type Incident = Pick<
  Api<'IncidentDetail'>,
  'id' | 'state' | 'owner' | 'agency' | 'snoozed_until' | 'merged_into' | 'drill' | 'learned'
> & {
  findings: readonly Pick<Api<'Finding'>, 'cleared'>[]
  links: readonly Pick<Api<'IncidentLink'>, 'incident' | 'kind'>[]
}

/** Whether an incident is in a state for an act. What is over by itself cannot be opened again. */
export function isPossible(what: What, incident: Incident): boolean {
  const { state, findings, drill } = incident
  const merged = incident.merged_into !== ''
  switch (what) {
    case 'confirm':
      return state === 'suspected'
    case 'unconfirm':
      return state === 'confirmed'
    case 'release':
      return state === 'assigned' || state === 'in_progress'
    case 'start':
      return !isOver(state) && state !== 'in_progress'
    case 'stop':
      return state === 'in_progress'
    case 'snooze':
      return !isOver(state) && incident.snoozed_until === null
    case 'wake':
      return incident.snoozed_until !== null
    case 'assign':
    case 'take':
    case 'resolve':
    case 'merge':
      return !isOver(state)
    case 'split':
      return !isOver(state) && findings.filter(({ cleared }) => cleared === null).length > 1
    case 'reopen':
      return state === 'resolved' && !merged && (drill || findings.some(({ cleared }) => cleared === null))
    case 'unmerge':
      return merged
    case 'review':
      return state === 'resolved' && !merged
    case 'unreview':
      return state === 'reviewed'
    case 'link':
    case 'unlink':
    case 'comment':
      return true
  }
}

/** What takes an act back, given how the incident was before; `null` for what stays. */
export function undoOf(act: Act, before: Incident): Act | null {
  const had = before.owner || before.agency
  const giveBack: Act | null = had ? { what: 'assign', owner: before.owner, agency: before.agency } : null
  switch (act.what) {
    case 'confirm':
      return { what: 'unconfirm' }
    case 'assign':
    case 'take':
      return giveBack ?? { what: 'release' }
    case 'release':
      return giveBack
    case 'start':
      return { what: 'stop' }
    case 'stop':
      return { what: 'start' }
    case 'snooze':
      return { what: 'wake' }
    case 'wake':
      return before.snoozed_until === null ? null : { what: 'snooze', until: before.snoozed_until }
    case 'resolve':
      return { what: 'reopen' }
    case 'review':
      return { what: 'unreview' }
    case 'unreview':
      return { what: 'review', learned: before.learned }
    case 'merge':
      return { what: 'unmerge' }
    case 'split':
      return { what: 'merge', into: before.id }
    case 'unmerge':
      return before.merged_into ? { what: 'merge', into: before.merged_into } : null
    case 'link':
      return { what: 'unlink', other: act.to }
    case 'unlink': {
      const link = before.links.find(({ incident }) => incident === act.other)
      // What this one has caused is linked from the other one alone.
      return link && link.kind !== 'causes' ? { what: 'link', to: act.other, kind: link.kind } : null
    }
    default:
      return null
  }
}

const NEXT: Readonly<Partial<Record<State, What>>> = {
  suspected: 'confirm',
  confirmed: 'take',
  assigned: 'start',
  in_progress: 'resolve',
  resolved: 'review',
}

const BACK: Readonly<Partial<Record<State, What>>> = {
  confirmed: 'unconfirm',
  assigned: 'release',
  in_progress: 'stop',
  resolved: 'reopen',
  reviewed: 'unreview',
}

/** The act that leads an incident to the next state of its life; none at its end. */
export function nextStep(incident: Incident): What | null {
  const what = NEXT[incident.state]
  return what && isPossible(what, incident) ? what : null
}

/** The act that leads an incident one state back; none where that cannot be. */
export function stepBack(incident: Incident): What | null {
  const what = incident.merged_into ? 'unmerge' : BACK[incident.state]
  return what && isPossible(what, incident) ? what : null
}
