import type { Api } from '../../api/types'
import { offset } from '../../grid/reliability/period'
import { timeZone } from '../../i18n/format'

export type CameraEvent = Api<'CameraEvent'>
export type Label = Api<'Scene'>['labels'][number]
export type SceneKind = Api<'Scene'>['kind']

export const LABELS: readonly Label[] = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck']
export const SCENE_KINDS: readonly SceneKind[] = [
  'intrusion',
  'loitering',
  'line_crossing',
  'crowd',
  'wrong_way',
  'stopped_vehicle',
  'object_left',
  'water',
]
/** What is wrong with a camera's picture itself. */
export const CONDITIONS = ['dark', 'blurred', 'blocked', 'moved', 'frozen'] as const
/** All kinds of things that cameras tell of. */
export const KINDS: readonly string[] = [...SCENE_KINDS, ...CONDITIONS]

/** What people have said of an event; `open`: nobody has judged it. */
export const VERDICTS = ['open', 'right', 'wrong'] as const
export type Said = (typeof VERDICTS)[number]

export const LASTING = ['', 'yes', 'no'] as const

export interface Filter {
  cameras: readonly string[]
  place: string
  kinds: readonly string[]
  labels: readonly Label[]
  scenes: readonly string[]
  verdicts: readonly Said[]
  /** Local times of the city, YYYY-MM-DDTHH:MM; "" none. */
  start: string
  end: string
  lasting: (typeof LASTING)[number]
}

export const NO_FILTER: Filter = {
  cameras: [],
  place: '',
  kinds: [],
  labels: [],
  scenes: [],
  verdicts: [],
  start: '',
  end: '',
  lasting: '',
}

/** Reads the filter from the address, so that it can be kept, shared, and gone back to. */
export function filterOf(search: URLSearchParams): Filter {
  const list = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? []
  const time = (name: string) => {
    const said = search.get(name) ?? ''
    return instantOf(said) === null ? '' : said
  }
  return {
    cameras: list('camera'),
    place: search.get('place') ?? '',
    kinds: KINDS.filter((kind) => list('kind').includes(kind)),
    labels: LABELS.filter((label) => list('label').includes(label)),
    scenes: list('scene'),
    verdicts: VERDICTS.filter((said) => list('verdict').includes(said)),
    start: time('from'),
    end: time('to'),
    lasting: LASTING.find((one) => one === search.get('lasting')) ?? '',
  }
}

/** The filter as the end of an address, with the question mark where there is anything to ask. */
export function asSearch(filter: Filter): string {
  const search = new URLSearchParams()
  const put = (name: string, value: string) => value && search.set(name, value)
  put('camera', filter.cameras.join(','))
  put('place', filter.place)
  put('kind', filter.kinds.join(','))
  put('label', filter.labels.join(','))
  put('scene', filter.scenes.join(','))
  put('verdict', filter.verdicts.join(','))
  put('from', filter.start)
  put('to', filter.end)
  put('lasting', filter.lasting)
  const said = search.toString()
  return said && `?${said}`
}

/** How many parts of the filter are set. */
export const narrowings = (filter: Filter): number =>
  filter.cameras.length +
  filter.kinds.length +
  filter.labels.length +
  filter.scenes.length +
  filter.verdicts.length +
  [filter.place, filter.start, filter.end, filter.lasting].filter(Boolean).length

/** The filter as the API asks for it. */
export function queryOf(filter: Filter) {
  return {
    camera: [...filter.cameras],
    place: filter.place ? [filter.place] : [],
    kind: [...filter.kinds],
    label: [...filter.labels],
    scene: [...filter.scenes],
    verdict: filter.verdicts.map((said) => (said === 'open' ? '' : said)),
    start: instantOf(filter.start),
    end: instantOf(filter.end),
    lasting: filter.lasting ? filter.lasting === 'yes' : null,
  }
}

/** The instant (RFC 3339) of a local time of the city, YYYY-MM-DDTHH:MM; `null` for what is none. */
export function instantOf(local: string, zone = timeZone()): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null
  const utc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(utc)) return null
  // Twice: the offset at the guess may differ from that at the answer.
  return new Date(utc - offset(utc - offset(utc, zone), zone)).toISOString()
}
