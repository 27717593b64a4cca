import type { Api } from '../api/types'

type Finding = Api<'Finding'>

/** Those that last first, the gravest first; then those that are over, the newest first. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  const grave = ['critical', 'major', 'minor', 'info']
  const over = (one: Finding) => Number(one.cleared !== null)
  return [...findings].sort(
    (a, b) =>
      over(a) - over(b) ||
      grave.indexOf(a.severity) - grave.indexOf(b.severity) ||
      Date.parse(b.opened) - Date.parse(a.opened),
  )
}

/** How many findings a rule has, and how many of them last. */
export interface OfRule {
  rule: string
  names: Finding['names']
  all: number
  lasting: number
}

/** Counts findings by rule, the most first: a cause explains hundreds of them. */
export function byRule(findings: readonly Finding[]): OfRule[] {
  const counts = new Map<string, OfRule>()
  for (const { rule, names, cleared } of findings) {
    const count = counts.get(rule) ?? { rule, names, all: 0, lasting: 0 }
    count.all += 1
    if (cleared === null) count.lasting += 1
    counts.set(rule, count)
  }
  return [...counts.values()].sort((a, b) => b.all - a.all || a.rule.localeCompare(b.rule))
}

/** The fields of a finding's text, with its unit as people write it. */
export function fieldsOf(fields: Finding['fields'], unitText: (unit: string) => string): Finding['fields'] {
  return 'unit' in fields ? { ...fields, unit: unitText(String(fields.unit)) } : fields
}
