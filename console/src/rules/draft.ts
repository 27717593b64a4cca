import type { ProblemFault } from '../api/problem'
import type { Severity } from '../api/types'
import { LANGUAGES, type Language } from '../i18n/languages'
import type { Rule } from './queries'

export const KINDS = ['threshold', 'heartbeat', 'quality', 'anomaly'] as const
export type RuleKind = (typeof KINDS)[number]

/** A number of a form: what it holds, or "" while it is empty. */
export type Figure = number | string

/** A rule in the form: every field of every kind, so that changing the kind loses nothing. */
export interface Draft {
  id: string
  kind: RuleKind
  names: Record<Language, string>
  severity: Severity
  group: string
  applies_to: { asset_kind: string; channel: string; place: string; asset: string }
  enabled: boolean
  min_duration_s: Figure
  clear_duration_s: Figure
  note: string
  op: 'ge' | 'gt' | 'le' | 'lt'
  /** Which of the two a threshold is compared with. */
  against: 'value' | 'level'
  value: Figure
  level: string
  hysteresis: Figure
  /** What a heartbeat counts. */
  silence: 'periods' | 'silent_s'
  periods: Figure
  silent_s: Figure
  flags: string[]
  measure: 'count' | 'share'
  window_s: Figure
  min_count: Figure
  min_score: Figure
}

export const EMPTY: Draft = {
  id: '',
  kind: 'threshold',
  names: { vi: '', en: '', ja: '' },
  severity: 'minor',
  group: '',
  applies_to: { asset_kind: '', channel: '', place: '', asset: '' },
  enabled: true,
  min_duration_s: 60,
  clear_duration_s: 600,
  note: '',
  op: 'ge',
  against: 'value',
  value: '',
  level: '',
  hysteresis: 0,
  silence: 'periods',
  periods: 5,
  silent_s: '',
  flags: [],
  measure: 'count',
  window_s: 600,
  min_count: 5,
  min_score: 0,
}

export function draftOf(rule: Rule): Draft {
  const { applies_to, names, ...rest } = rule
  const draft: Draft = {
    ...EMPTY,
    ...(rest as Partial<Draft>),
    min_duration_s: rule.min_duration_s ?? 0,
    clear_duration_s: rule.clear_duration_s ?? 0,
    names: { ...EMPTY.names, ...names },
    applies_to: { ...EMPTY.applies_to, ...applies_to },
  }
  if (rule.kind === 'threshold') {
    draft.against = rule.level ? 'level' : 'value'
    draft.value = rule.value ?? ''
  }
  if (rule.kind === 'heartbeat') {
    draft.silence = rule.silent_s == null ? 'periods' : 'silent_s'
    draft.periods = rule.periods ?? ''
    draft.silent_s = rule.silent_s ?? ''
  }
  return draft
}

/** The rule that a form describes. An empty figure is left out: the platform says where one is needed. */
export function ruleOf(draft: Draft): Rule {
  const { id, names, severity, group, applies_to, enabled, note } = draft
  const head = {
    id,
    names: Object.fromEntries(LANGUAGES.map((language) => [language, names[language].trim()])),
    severity,
    group,
    applies_to,
    enabled,
    note,
    ...figures(draft, ['min_duration_s', 'clear_duration_s']),
  }
  const own = {
    threshold: {
      op: draft.op,
      ...figures(draft, ['hysteresis']),
      ...(draft.against === 'level' ? { level: draft.level } : figures(draft, ['value'])),
    },
    heartbeat: figures(draft, [draft.silence]),
    quality: {
      flags: draft.flags,
      measure: draft.measure,
      ...figures(draft, ['value', 'window_s', 'min_count', 'hysteresis']),
    },
    anomaly: figures(draft, ['min_score']),
  }[draft.kind]
  return { kind: draft.kind, ...head, ...own } as Rule
}

type FigureName = {
  [Name in keyof Draft]: Figure extends Draft[Name] ? Name : never
}[keyof Draft]

function figures(draft: Draft, names: readonly FigureName[]): Partial<Record<FigureName, number>> {
  return Object.fromEntries(
    names.flatMap((name) => (draft[name] === '' ? [] : [[name, Number(draft[name])] as const])),
  )
}

/** The fields of the form by the names that the platform's faults use. */
export type Faults = ReadonlyMap<string, ProblemFault>

/** The first fault of each field: "rule.threshold.names.vi" and "names.vi" both mean the Vietnamese name. */
export function faultsOf(faults: readonly ProblemFault[]): Faults {
  const found = new Map<string, ProblemFault>()
  for (const fault of faults) {
    const parts = (fault.column ?? '').split('.')
    if (parts[0] === 'rule' || parts[0] === 'body') parts.shift()
    if (KINDS.some((kind) => kind === parts[0])) parts.shift()
    const field = parts.join('.')
    if (!found.has(field)) found.set(field, fault)
  }
  return found
}

/** An id for a copy: the old one with the first free number. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  const stem = id.replace(/-\d+$/, '').slice(0, 58)
  for (let number = 2; ; number++) {
    const made = `${stem}-${number}`
    if (!taken.has(made)) return made
  }
}

/** The names of the fields in which two rules differ. */
export function differences(one: Rule, other: Rule): string[] {
  const [a, b] = [draftOf(one), draftOf(other)]
  return (Object.keys(a) as (keyof Draft)[]).filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  )
}
