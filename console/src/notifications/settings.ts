import type { Api } from '../api/types'
import type { Rule } from './queries'

type Kept = Api<'NotificationSettings'>
/** What is being set, before it is kept. */
export interface Draft {
  rules: Rule[]
  quiet: Kept['quiet']
}

export const OCCASIONS: readonly Rule['occasions'][number][] = [
  'opened',
  'escalated',
  'overdue',
  'assigned',
  'tasked',
  'resolved',
]

/** The mildest first: a rule holds from one of them on. */
export const FROM: readonly Rule['severity'][] = ['info', 'minor', 'major', 'critical']

/** After how many minutes what was collected is sent; 0 for at once. */
export const DIGESTS_MIN = [0, 5, 15, 60, 240, 1_440] as const

export const MOST_RULES = 20

/** What is set first at night, the city's time. */
export const QUIET: Api<'QuietHours'> = { begin: '22:00', end: '06:00', critical_breaks: true }

/** A rule to begin with: what is grave, at once, to every address there is. */
export const newRule = (addresses: readonly string[]): Rule => ({
  occasions: ['opened', 'escalated', 'overdue', 'assigned', 'tasked'],
  severity: 'major',
  urgency: 0,
  places: [],
  agencies: [],
  mine: false,
  drills: false,
  addresses: [...addresses],
  every_min: 0,
})

export const draftOf = ({ rules, quiet }: Kept): Draft => ({
  rules: rules.map((rule) => ({ ...newRule([]), ...rule })),
  quiet,
})

/** The draft without addresses that are deleted by now; a rule for those alone goes with them. */
export const withAddresses = ({ rules, quiet }: Draft, own: readonly string[]): Draft => ({
  rules: rules
    .map((rule) => ({ rule, left: rule.addresses.filter((one) => own.includes(one)) }))
    .filter(({ rule, left }) => left.length > 0 || rule.addresses.length === 0)
    .map(({ rule, left }) => ({ ...rule, addresses: left })),
  quiet,
})

/** Key of what keeps a draft from being kept; `null` for nothing. */
export function faultOf({ rules, quiet }: Draft): string | null {
  if (rules.some(({ occasions }) => occasions.length === 0)) return 'console-notifications-no-occasion'
  if (quiet && (!TIME.test(quiet.begin) || !TIME.test(quiet.end))) return 'console-notifications-no-time'
  return quiet && quiet.begin === quiet.end ? 'console-notifications-same-time' : null
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
