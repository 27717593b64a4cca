import type { Api } from '../../api/types'
import type { Label, SceneKind } from '../events/filter'
import { LABELS } from '../events/filter'
import { areaOf, crossesItself, lengthOf, type Point } from './geometry'

export type Scene = Api<'Scene'>
export type Zone = Api<'PrivacyZone'>
export type Hours = Api<'Hours'>

export const DIRECTIONS = ['forward', 'backward', 'both', 'none'] as const
export const SEVERITIES = ['info', 'minor', 'major', 'critical'] as const
export const DAY_MIN = 1_440

const LINES: readonly SceneKind[] = ['line_crossing', 'wrong_way', 'water']
const LASTING: readonly SceneKind[] = ['loitering', 'stopped_vehicle', 'object_left']
const VEHICLES: readonly Label[] = ['motorcycle', 'car', 'bus', 'truck']
const BY_PICTURE: readonly SceneKind[] = ['object_left', 'water']

/** Whether a scene of this kind is drawn as a line, not as a polygon. */
export const isLine = (kind: SceneKind): boolean => LINES.includes(kind)
export const needsDwell = (kind: SceneKind): boolean => LASTING.includes(kind)
export const hasDirection = (kind: SceneKind): boolean => kind === 'line_crossing' || kind === 'wrong_way'
/** The classes that may count in a scene of this kind; none: it looks at the picture itself. */
export function labelsOf(kind: SceneKind): readonly Label[] {
  if (BY_PICTURE.includes(kind)) return []
  return kind === 'stopped_vehicle' ? VEHICLES : LABELS
}

/** The scene as another kind: what that kind does not have goes back to what says nothing. */
export function asKind(scene: Scene, kind: SceneKind): Scene {
  const labels = labelsOf(kind)
  const wrongWay = kind === 'wrong_way' && (scene.direction === 'both' || scene.direction === 'none')
  return {
    ...scene,
    kind,
    labels: scene.labels.filter((label) => labels.includes(label)),
    limit: kind === 'crowd' ? Math.max(scene.limit, 2) : 0,
    dwell_s: needsDwell(kind) && scene.dwell_s === 0 ? 30 : scene.dwell_s,
    direction: hasDirection(kind) ? (wrongWay ? 'forward' : scene.direction) : 'both',
  }
}

/** A new scene without a shape; its id is none of `taken`. */
export function newScene(kind: SceneKind, name: string, taken: readonly string[]): Scene {
  const bare: Scene = {
    id: freeId(kind.replaceAll('_', '-'), taken),
    name,
    kind,
    points: [],
    labels: [],
    dwell_s: 0,
    limit: 0,
    direction: 'both',
    severity: 'minor',
    hours: [],
    enabled: true,
  }
  return asKind(bare, kind)
}

/** The first of "start", "start-2", "start-3" that nobody has. */
export function freeId(start: string, taken: readonly string[]): string {
  const ids = new Set(taken)
  let number = 1
  const made = () => (number === 1 ? start : `${start}-${number}`)
  while (ids.has(made())) number += 1
  return made()
}

/** A shape to begin with, for who has no hand free to draw. */
export const ready = (line: boolean): Point[] =>
  line
    ? [
        [0.3, 0.5],
        [0.7, 0.5],
      ]
    : [
        [0.35, 0.35],
        [0.65, 0.35],
        [0.65, 0.65],
        [0.35, 0.65],
      ]

export const MOST_POINTS = 64
const LEAST_AREA = 1e-4

/** A fault of a field, in the platform's own words. */
export interface Wrong {
  field: string
  key: string
  fields: Record<string, string | number>
}

/** What is wrong with a shape; `null` nothing. */
export function wrongShape(points: readonly Point[], line: boolean): Wrong | null {
  const least = line ? 2 : 3
  const wrong = (key: string, fields: Wrong['fields'] = {}): Wrong => ({ field: 'points', key, fields })
  if (points.length < least) {
    const shape = line ? 'line' : 'polygon'
    return wrong('vision-plan-points-few', { shape, least, count: points.length })
  }
  if (points.length > MOST_POINTS)
    return wrong('vision-plan-points-many', { count: points.length, most: MOST_POINTS })
  if (line) return lengthOf(points) < Math.sqrt(LEAST_AREA) ? wrong('vision-plan-line-short') : null
  if (crossesItself(points)) return wrong('vision-plan-polygon-crosses')
  return areaOf(points) < LEAST_AREA ? wrong('vision-plan-polygon-flat') : null
}

const wrongName = (name: string): Wrong[] =>
  name.trim() === '' || name.trim().length > 80
    ? [{ field: 'name', key: 'vision-plan-name-length', fields: { most: 80 } }]
    : []

/** All that is wrong with a scene, before the platform is asked. */
export function wrongScene(scene: Scene): Wrong[] {
  const shape = wrongShape(scene.points, isLine(scene.kind))
  const found: Wrong[] = [...wrongName(scene.name), ...(shape ? [shape] : [])]
  if (needsDwell(scene.kind) && !(scene.dwell_s > 0))
    found.push({ field: 'dwell_s', key: 'vision-plan-dwell-needed', fields: { kind: scene.kind } })
  if (scene.kind === 'crowd' && scene.limit < 2)
    found.push({ field: 'limit', key: 'vision-plan-limit-needed', fields: {} })
  scene.hours.forEach((part, at) => {
    if (part.days.length === 0)
      found.push({ field: `hours.${at}.days`, key: 'console-cameras-hours-no-day', fields: {} })
    if (part.start === part.end)
      found.push({ field: `hours.${at}.end`, key: 'vision-plan-hours-empty', fields: {} })
  })
  return found
}

export function wrongZone(zone: Zone): Wrong[] {
  const shape = wrongShape(zone.points, false)
  return [...wrongName(zone.name), ...(shape ? [shape] : [])]
}

/** What the forms have a field for; the shape is a field too. */
const FIELDS = ['name', 'kind', 'points', 'labels', 'dwell_s', 'limit', 'direction', 'severity', 'hours']

/**
 * A fault that the platform found in a plan, at its scene or zone and field: "scene.2.points.5" is of the shape of the
 * third; `null` where there is no field for it.
 */
export function placed(
  column: string,
  ids: readonly string[],
  table: 'scene' | 'zone',
): { id: string; field: string } | null {
  const [, of, number, field] = /^(scene|zone)\.(\d+)\.(.+)$/.exec(column) ?? []
  const id = of === table ? ids[Number(number)] : undefined
  const [first = ''] = field?.split('.') ?? []
  if (id === undefined || field === undefined || !FIELDS.includes(first)) return null
  return { id, field: first === 'points' || first === 'labels' ? first : field }
}

/** Minutes of a day as HH:MM; the end of a day is written as its beginning. */
export function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const within = minute % DAY_MIN
  return `${two(Math.floor(within / 60))}:${two(within % 60)}`
}

/** HH:MM as minutes; 00:00 as an end is the end of the day. `null` for what is no time. */
export function minutesOf(said: string, end: boolean): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(said) ?? []
  if (hours === undefined || minutes === undefined) return null
  const all = Number(hours) * 60 + Number(minutes)
  return end && all === 0 ? DAY_MIN : all
}
