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

/** The fields of a finding's text, with its unit as people write it. */
export function fieldsOf(fields: Finding['fields'], unitText: (unit: string) => string): Finding['fields'] {
  return 'unit' in fields ? { ...fields, unit: unitText(String(fields.unit)) } : fields
}
