import type { Api } from '../api/types'

type Entry = Api<'TimelineEntry'>

/**
 * What of a timeline is worth a line, the newest first. That a finding goes on is told by the finding itself, and
 * the first finding of an incident comes with its opening.
 */
export function worthTelling(entries: readonly Entry[]): Entry[] {
  const opening = entries.find(({ kind }) => kind === 'incident.opened')
  const told = entries.filter(
    (entry) =>
      !(entry.kind === 'incident.refreshed' && entry.data.severity === entry.data.from) &&
      !(entry.kind === 'finding.opened' && entry.data.finding === opening?.data.finding),
  )
  return told.reverse()
}

/** What came after the entry that the person saw last. */
export function newsSince(entries: readonly Entry[], seq: number): Entry[] {
  return worthTelling(entries.filter((entry) => entry.seq > seq))
}

export function lastSeq(entries: readonly Entry[]): number {
  return entries.at(-1)?.seq ?? 0
}
