import { Problem } from '../../api/problem'
import type { Api } from '../../api/types'
import { idFrom, type Study } from '../study'

export type StudyFile = Api<'StudyFile'>
/** What a study can name a file as. */
export type FileUse = 'points' | 'buildings' | 'roads'

/** What a picker of files offers. */
export const ACCEPTED = '.csv,.geojson,.json'
const ALLOWED = /^[a-z0-9][a-z0-9-]{0,63}\.(csv|geojson|json)$/
const MOST_MIB = 20

/** Which kinds of files can be named as what: of an outline its centre stands for it, so buildings are points too. */
const FITTING: Record<FileUse, readonly StudyFile['kind'][]> = {
  points: ['points', 'buildings'],
  buildings: ['buildings'],
  roads: ['roads'],
}

/** The files that can be named so. */
export const fitting = (files: readonly StudyFile[], use: FileUse): StudyFile[] =>
  files.filter(({ kind }) => FITTING[use].includes(kind))

/** A name that the platform takes, made of the file's own: "Trạm bơm 2.CSV" gives "tram-bom-2.csv". */
export function fileName(own: string): string {
  const dot = own.lastIndexOf('.')
  if (dot < 0) return idFrom(own, [], 'file')
  return `${idFrom(own.slice(0, dot), [], 'file')}.${own.slice(dot + 1).toLowerCase()}`
}

/** What keeps a file from being sent under a name; null where nothing does. What it holds, the platform judges. */
export function refusal(name: string, { size }: { size: number }): Problem | null {
  if (!ALLOWED.test(name)) return new Problem(422, 'study-file-name', { name })
  if (size > MOST_MIB * 1024 ** 2) return new Problem(413, 'console-studies-file-large', { most: MOST_MIB })
  return null
}

/** The year before a moment, as the platform is asked for a span. */
export function yearBefore(now: Date): { start: string; end: string } {
  const start = new Date(now)
  start.setUTCFullYear(now.getUTCFullYear() - 1)
  return { start: start.toISOString(), end: now.toISOString() }
}

export const mediaType = (name: string): string =>
  name.endsWith('.csv') ? 'text/csv' : 'application/geo+json'

/** The names of all files that a study names. */
export function namedBy({ demand, sites, buildings, roads }: Study): string[] {
  const names = [...demand.map(({ file }) => file), sites.file, buildings, roads]
  return [...new Set(names)].filter(Boolean)
}
