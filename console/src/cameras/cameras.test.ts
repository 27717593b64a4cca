import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setTimeZone, timeZone } from '../i18n/format'
import {
  asSearch as eventsSearch,
  filterOf,
  instantOf,
  NO_FILTER,
  narrowings,
  queryOf,
} from './events/filter'
import { byHour, reach, sum } from './one/counts'
import { precisionOf } from './one/precision'
import type { Camera } from './phases'
import { viewFeatures } from './views'
import {
  asSearch,
  columnsFor,
  onWall,
  pageOf,
  stepped,
  towards,
  type Wall,
  wallOf,
  withLayout,
} from './wall/address'

const search = (said: string) => new URLSearchParams(said)

describe('the wall by its address', () => {
  it('is read and written alike', () => {
    for (const said of ['', '?n=9', '?n=16&c=gate%2Cyard&page=3', '?c=gate']) {
      expect(asSearch(wallOf(search(said)))).toBe(said)
    }
  })

  it('makes the best of what it does not know', () => {
    expect(wallOf(search('?n=5&page=-2&c=,gate,gate,'))).toEqual({ layout: 4, chosen: ['gate'], page: 0 })
  })

  const cameras = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id }))
  const wall = (part: Partial<Wall> = {}): Wall => ({ layout: 4, chosen: [], page: 0, ...part })

  it('shows all cameras, or those chosen in their order; none that is gone', () => {
    expect(onWall(wall(), cameras)).toHaveLength(6)
    expect(onWall(wall({ chosen: ['f', 'gone', 'a'] }), cameras).map(({ id }) => id)).toEqual(['f', 'a'])
    expect(onWall(wall({ chosen: ['gone'] }), cameras)).toHaveLength(6)
  })

  it('goes through them page by page', () => {
    expect(pageOf(wall({ page: 1 }), cameras)).toMatchObject({ page: 1, pages: 2 })
    expect(pageOf(wall({ page: 9 }), cameras).shown.map(({ id }) => id)).toEqual(['e', 'f'])
    expect(pageOf(wall(), [])).toEqual({ page: 0, pages: 1, shown: [] })
    expect([stepped(0, 2, -1), stepped(1, 2, 1), stepped(0, 1, 1)]).toEqual([1, 0, 0])
  })

  it('keeps the first camera in sight when the layout changes', () => {
    expect(withLayout(wall({ layout: 1, page: 5 }), 4).page).toBe(1)
    expect(withLayout(wall({ layout: 4, page: 1 }), 1).page).toBe(4)
  })

  it('stands in as many columns as make pictures largest', () => {
    expect([1, 4, 9, 16].map((count) => columnsFor(count, 1_600, 900))).toEqual([1, 2, 3, 4])
    expect(columnsFor(4, 3_800, 1_900)).toBe(2)
    expect(columnsFor(2, 900, 1_200)).toBe(1)
    expect(columnsFor(2, 1_600, 500)).toBe(2)
    expect(columnsFor(4, 0, 0)).toBe(1)
  })

  it('leads the focus by arrows', () => {
    expect(towards('arrowright', 0, 4, 2)).toBe(1)
    expect(towards('arrowdown', 1, 4, 2)).toBe(3)
    expect(towards('arrowdown', 2, 4, 2)).toBe(2)
    expect(towards('arrowright', 3, 4, 2)).toBe(4)
    expect(towards('arrowleft', 0, 4, 2)).toBe(-1)
    expect(towards('f', 0, 4, 2)).toBeNull()
  })
})

describe('the filter of events', () => {
  const zone = timeZone()
  beforeEach(() => setTimeZone('Asia/Ho_Chi_Minh'))
  afterEach(() => setTimeZone(zone))

  const said =
    '?camera=gate%2Cyard&place=vu-ninh&kind=crowd%2Cdark&label=person&scene=lawn&verdict=open%2Cwrong&from=2026-11-27T08%3A00&to=2026-11-27T09%3A30&lasting=no'

  it('is read from the address and written as it was', () => {
    expect(eventsSearch(filterOf(search(said)))).toBe(said)
    expect(eventsSearch(NO_FILTER)).toBe('')
    expect(filterOf(search(''))).toEqual(NO_FILTER)
  })

  it('leaves out what it does not know', () => {
    expect(filterOf(search('?kind=flight&label=cat&verdict=maybe&from=soon&lasting=ever'))).toEqual(NO_FILTER)
  })

  it('asks for what nobody has judged by an empty verdict, and for times by the city’s clocks', () => {
    expect(queryOf(filterOf(search(said)))).toMatchObject({
      verdict: ['', 'wrong'],
      start: '2026-11-27T01:00:00.000Z',
      end: '2026-11-27T02:30:00.000Z',
      lasting: false,
      place: ['vu-ninh'],
    })
    expect(queryOf(NO_FILTER)).toMatchObject({
      start: null,
      end: null,
      lasting: null,
      place: [],
      verdict: [],
    })
  })

  it('counts what narrows it', () => {
    expect(narrowings(NO_FILTER)).toBe(0)
    expect(narrowings(filterOf(search(said)))).toBe(12)
  })

  it('knows summer time', () => {
    expect(instantOf('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z')
    expect(instantOf('2026-13-01T12:00')).toBeNull()
  })
})

describe('crossings', () => {
  const count = (minute: string, label: string, forward: number, backward: number, scene = 'path') => ({
    scene,
    minute,
    label,
    forward,
    backward,
  })
  const span = { start: '2026-11-27T00:00:00Z', end: '2026-11-27T03:00:00Z' }

  it('are summed up by the hour, for one line and one class', () => {
    const counts = [
      count('2026-11-27T00:05:00Z', 'person', 2, 1),
      count('2026-11-27T00:59:00Z', 'car', 3, 0),
      count('2026-11-27T02:00:00Z', 'person', 0, 4),
      count('2026-11-27T02:00:00Z', 'person', 9, 9, 'other'),
      count('2026-11-27T03:00:00Z', 'person', 9, 9),
    ]
    expect(byHour(counts, span, 'path', '')).toMatchObject({ forward: [5, 0, 0], backward: [1, 0, 4] })
    expect(byHour(counts, span, 'path', 'person').forward).toEqual([2, 0, 0])
    expect(byHour(counts, span, 'path', '').time[1]).toBe(Date.parse('2026-11-27T01:00:00Z') / 1000)
    expect(sum([1, 2, 3])).toBe(6)
  })

  it('are asked for by whole hours, up to the end of this one', () => {
    expect(reach('day', Date.parse('2026-11-27T08:20:00Z'))).toEqual({
      start: '2026-11-26T09:00:00.000Z',
      end: '2026-11-27T09:00:00.000Z',
    })
  })
})

it('says how right a scene is as it is drawn now', () => {
  const row = (version: number, seen: number, right: number, wrong: number, scene = 'lawn') => ({
    scene,
    version,
    seen,
    right,
    wrong,
    share: null,
  })
  expect(precisionOf([row(1, 50, 1, 20), row(2, 12, 7, 2), row(9, 9, 9, 9, 'x')], 'lawn')).toEqual({
    seen: 12,
    judged: 9,
    right: 7,
  })
  expect(precisionOf([], 'lawn')).toEqual({ seen: 0, judged: 0, right: 0 })
})

describe('what cameras see on the map', () => {
  const camera = { id: 'gate', lat: 21, lon: 106, heading_deg: 90, view_deg: 60, range_m: 100 } as Camera
  const ring = (part: Partial<Camera> = {}) => {
    const [feature] = viewFeatures([{ ...camera, ...part }])
    return feature?.geometry.type === 'Polygon' ? (feature.geometry.coordinates[0] ?? []) : []
  }

  it('is a wedge from the camera in the way that it looks', () => {
    const points = ring()
    expect(points[0]).toEqual([106, 21])
    expect(points.at(-1)).toEqual([106, 21])
    const [lon = 0, lat = 0] = points[Math.floor(points.length / 2)] ?? []
    // To the east, a hundred metres.
    expect(lat).toBeCloseTo(21, 4)
    expect((lon - 106) * 111_320 * Math.cos((21 * Math.PI) / 180)).toBeCloseTo(100, 0)
  })

  it('is a whole disc where it looks all around, and nothing where nobody knows', () => {
    const disc = ring({ view_deg: 360 })
    expect(disc.at(-1)).toEqual(disc[0])
    expect(viewFeatures([{ ...camera, heading_deg: null }])).toEqual([])
  })
})
