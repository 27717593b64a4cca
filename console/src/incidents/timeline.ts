import type { Api } from '../api/types'
import type { What } from './acts'

type Entry = Api<'TimelineEntry'>

/** Key of what is said once an act is done, as on the time line. */
export const HAPPENED: Readonly<Record<What, string>> = {
  confirm: 'incident-happened-confirmed',
  unconfirm: 'incident-happened-unconfirmed',
  assign: 'incident-happened-assigned',
  take: 'incident-happened-assigned',
  release: 'incident-happened-released',
  start: 'incident-happened-started',
  stop: 'incident-happened-stopped',
  snooze: 'incident-happened-snoozed',
  wake: 'incident-happened-woken',
  resolve: 'incident-happened-resolved',
  reopen: 'incident-happened-reopened',
  review: 'incident-happened-reviewed',
  unreview: 'incident-happened-unreviewed',
  merge: 'incident-happened-merged',
  unmerge: 'incident-happened-unmerged',
  split: 'incident-happened-split',
  link: 'incident-happened-linked',
  unlink: 'incident-happened-unlinked',
  comment: 'incident-happened-commented',
}

/** Key of what an entry of a time line says: "incident.task_added" is incident-happened-task-added. */
export const happenedKey = (kind: string): string =>
  `incident-happened-${kind.replace(/^incident\./, '').replace(/[._]/g, '-')}`

/** Findings of one kind that came in a row are told as one from so many on; a cause explains hundreds. */
const MANY = 4

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

/** A line of the time line: an entry, and how many more of its kind came with it. */
export interface Line {
  entry: Entry
  more: readonly Entry[]
}

/** Lays entries of findings that came in a row together where they are many. */
export function linesOf(entries: readonly Entry[]): Line[] {
  const runs: Entry[][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (run && run[0]?.kind === entry.kind && entry.kind.startsWith('finding.')) run.push(entry)
    else runs.push([entry])
  }
  return runs.flatMap((run) => {
    const [entry, ...more] = run
    if (!entry) return []
    return run.length < MANY ? run.map((one) => ({ entry: one, more: [] })) : [{ entry, more }]
  })
}

/** What came after the entry that the person saw last. */
export function newsSince(entries: readonly Entry[], seq: number): Entry[] {
  return worthTelling(entries.filter((entry) => entry.seq > seq))
}

export function lastSeq(entries: readonly Entry[]): number {
  return entries.at(-1)?.seq ?? 0
}
