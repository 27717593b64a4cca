import type { Feature } from 'geojson'
import { describe, expect, it } from 'vitest'
import { outOfDate } from '../live/messages'
import {
  type Answer,
  compared,
  type Plan,
  type PlanSite,
  paired,
  planOf,
  planWords,
  share,
  sorted,
} from './answer'
import { named } from './compare/useSide'
import { differing } from './differing'
import {
  areaFeatures,
  boundsOfPlan,
  demandFeatures,
  lineFeatures,
  reachFeatures,
  spotFeatures,
} from './map/features'
import { SOURCES, SPOTS, studyStyle } from './map/layers'
import { isOver, placeInQueue, type Run } from './queries'
import { reachOf } from './reach'
import { along, axisOf, PLOT } from './result/plot'
import {
  askedOf,
  budgetEnd,
  changed,
  dataOf,
  finished,
  idFrom,
  NEW_OPTION,
  roundUp,
  ruled,
  rulingOf,
  type Study,
  studyOf,
} from './study'

const NAMES = { vi: 'Máy', en: 'Dome', ja: '機器' }

/** As the API gives it: what is at its default is left out. */
const DATA = {
  id: 'cameras',
  names: NAMES,
  question: NAMES,
  currency: 'million VND',
  demand: [
    { id: 'people', names: NAMES, source: 'places', weight: 5 },
    { id: 'clinics', names: NAMES, source: 'assets', kinds: ['clinic'], assumed: true },
  ],
  option: [{ id: 'dome', names: NAMES, cost: 95, running_cost: 8, range_m: 400 }],
  sites: { source: 'loads' },
  limits: { budget: 6000, years: 5, must: ['s1'] },
  version: 3,
}

const study = (part: Partial<Study> = {}): Study => ({ ...studyOf(DATA), ...part })

const site = (id: string, part: Partial<PlanSite> = {}): PlanSite => ({
  site: id,
  option: 'dome',
  heading_deg: 0,
  lat: 21.2,
  lon: 106.1,
  ...part,
})

describe('a study in the form', () => {
  it('has every field, and comes back the same from what is sent', () => {
    const made = studyOf(DATA)
    expect(made.demand[1]).toMatchObject({ weight: 1, kinds: ['clinic'], assumed: true, note: '' })
    expect(made.option[0]).toMatchObject({ angle_deg: 360, headings: 1, decay: 'step' })
    expect([made.limits.scenarios, made.sites.step_m, made.method]).toEqual([64, 500, 'covering'])
    expect(studyOf(dataOf(made))).toEqual(made)
  })

  it('sends no empty list of areas, and no version', () => {
    expect(dataOf(study())).not.toHaveProperty('area')
    expect(dataOf(study())).not.toHaveProperty('version')
    const area = [{ id: 'a', names: NAMES, use: 'sites' as const, points: [[21, 106]] as [number, number][] }]
    expect(dataOf(study({ area }))).toMatchObject({ area })
  })

  it('keeps what a newer platform knows', () => {
    const made = studyOf({ ...DATA, option: [{ ...DATA.option[0], colour: 'red' }], later: 1 })
    expect(dataOf(made)).toMatchObject({ later: 1, option: [{ colour: 'red' }] })
  })

  it('is asked anew for what decides, not for words', () => {
    const asked = askedOf(study())
    const option = changed(study().option, 0, { note: 'dear', names: { ...NAMES, en: 'Other' } })
    expect(askedOf(study({ option, seconds: 1, question: { ...NAMES, en: 'Why?' } }))).toBe(asked)
    expect(askedOf(study({ option: changed(study().option, 0, { cost: 96 }) }))).not.toBe(asked)
    expect(askedOf(study({ demand: changed(study().demand, 0, { weight: 6 }) }))).not.toBe(asked)
    expect(askedOf(study({ limits: { ...study().limits, budget: 1 } }))).not.toBe(asked)
  })

  it('is asked without an area that has no inside yet', () => {
    const points: [number, number][] = [
      [21, 106],
      [21, 107],
    ]
    const area = { id: 'a', names: NAMES, use: 'keep_out' as const, points }
    expect(finished(study({ area: [area] })).area).toEqual([])
    const closed = { ...area, points: [...points, [22, 107] as [number, number]] }
    expect(finished(study({ area: [closed] })).area).toEqual([closed])
  })

  it('says in which parts two versions differ', () => {
    const limits = { ...study().limits, budget: 1 }
    expect(differing(study(), study())).toEqual([])
    expect(differing(study(), study({ limits, seed: 9 }))).toEqual(['limits', 'search'])
  })
})

describe('ids', () => {
  it.each([
    ['Vùng cấm đặt số 1', [], 'vung-cam-dat-so-1'],
    ['診療所', [], 'area'],
    ['Dome', ['dome', 'dome-2'], 'dome-3'],
    ['--A  b!', [], 'a-b'],
  ])('of %s', (said, taken, id) => {
    expect(idFrom(said, taken, 'area')).toBe(id)
  })

  it('stay short enough with their number', () => {
    const long = 'a'.repeat(80)
    expect(idFrom(long, [idFrom(long, [], 'x')], 'x').length).toBeLessThanOrEqual(64)
  })
})

describe('limits', () => {
  it('want a site, refuse it, or neither', () => {
    const refused = ruled(study().limits, 's1', 'must_not')
    expect([refused.must, refused.must_not]).toEqual([[], ['s1']])
    expect(rulingOf(refused, 's1')).toBe('must_not')
    expect(rulingOf(ruled(refused, 's1', ''), 's1')).toBe('')
    expect(rulingOf(study().limits, 's1')).toBe('must')
  })

  it('give the slider of the budget round ends with room above', () => {
    expect([roundUp(3), roundUp(50), roundUp(51), roundUp(0.12)]).toEqual([5, 50, 100, 0.2])
    expect(budgetEnd(study())).toBe(20_000)
    // Without a budget it reaches as far as two of the dearest cost over the years.
    expect(budgetEnd(study({ limits: { ...study().limits, budget: 0 } }))).toBe(500)
  })
})

const ringsOf = (feature: Feature | null | undefined) => {
  if (feature?.geometry.type !== 'Polygon') throw new Error('no area is drawn')
  return feature.geometry.coordinates
}

describe('reach', () => {
  const at = { lat: 21, lon: 106, heading_deg: 90 }
  const rings = (near_m: number, angle_deg: number) =>
    ringsOf(reachOf(at, { range_m: 1_000, near_m, angle_deg }))
  const metres = ([lon = 0, lat = 0]: number[]) => {
    const east = (lon - at.lon) * 111_320 * Math.cos((at.lat * Math.PI) / 180)
    return [east, (lat - at.lat) * 111_320] as const
  }

  it('is a circle of the range', () => {
    const [ring = []] = rings(0, 360)
    expect(ring.at(0)).toEqual(ring.at(-1))
    for (const corner of ring) expect(Math.hypot(...metres(corner))).toBeCloseTo(1_000, 3)
  })

  it('leaves out what is too near', () => {
    const [, hole = []] = rings(100, 360)
    for (const corner of hole) expect(Math.hypot(...metres(corner))).toBeCloseTo(100, 3)
  })

  it('is a wedge about the heading, which counts clockwise from north', () => {
    const [ring = []] = rings(0, 90)
    expect(ring[0]).toEqual([106, 21])
    for (const corner of ring.slice(1, -1)) {
      const [east, north] = metres(corner)
      expect(east).toBeGreaterThan(Math.abs(north) - 1e-6)
    }
    const near = rings(100, 90)[0] ?? []
    expect(Math.min(...near.map((corner) => Math.hypot(...metres(corner))))).toBeCloseTo(100, 3)
  })

  it('is none where nothing is reached', () => {
    expect(reachOf(at, { range_m: 0, near_m: 0, angle_deg: 360 })).toBeNull()
    expect(reachFeatures([{ ...NEW_OPTION, id: 'dome' }], [site('a')])).toEqual([])
  })
})

describe('the map', () => {
  it('draws demand as circles of that area, and in each what is reached of it', () => {
    const units = [
      { unit: 'a', demand: 100, reached: 25, sites: 1 },
      { unit: 'b', demand: 25, reached: 25, sites: 1 },
      { unit: 'gone', demand: 9, reached: 0, sites: 0 },
      { unit: 'c', demand: 0, reached: 0, sites: 2 },
    ]
    const places = new Map(['a', 'b', 'c'].map((id) => [id, { lat: 21, lon: 106 }]))
    const [a, b, ...more] = demandFeatures(units, places)
    expect(more).toEqual([])
    expect(a?.properties?.reached / a?.properties?.asked).toBeCloseTo(0.5)
    expect(a?.properties?.asked / b?.properties?.asked).toBeCloseTo(2)
    expect(b?.properties?.reached).toBe(b?.properties?.asked)
  })

  it('numbers the sites as in their table, over those that were left', () => {
    const left = { unit: '', own: 1, would_add: 0, reason: 'less', rival: '', shared: 0, in_plans: null }
    const refused = { ...study().limits, must_not: ['x'] }
    const spots = spotFeatures(
      { option: study().option, limits: refused },
      [site('a'), site('b', { option: 'gone' })],
      [{ ...left, ...site('x') }],
      () => 'chosen',
    )
    expect(spots.map(({ properties }) => [properties?.site, properties?.said, properties?.symbol])).toEqual([
      ['x', '', 'spot-0-refused'],
      ['a', '1', 'spot-0-chosen'],
      ['b', '2', 'spot-0-chosen'],
    ])
    const order = spots.map(({ properties }) => Number(properties?.order))
    expect(order[1]).toBeGreaterThan(order[2] ?? 0)
    expect(spots[1]?.geometry).toEqual({ type: 'Point', coordinates: [106.1, 21.2] })
  })

  it('draws an area from three corners on, closed, longitude first', () => {
    const points: [number, number][] = [
      [21, 106],
      [21, 107],
      [22, 107],
    ]
    const area = { id: 'a', names: NAMES, use: 'demand' as const, points }
    const [drawn] = areaFeatures([area, { ...area, id: 'b', points: points.slice(1) }], 'a')
    expect(ringsOf(drawn)[0]).toEqual([
      [106, 21],
      [107, 21],
      [107, 22],
      [106, 21],
    ])
    expect(drawn?.properties).toEqual({ use: 'demand', chosen: true })
    expect(lineFeatures(points)).toEqual([])
    expect(lineFeatures(points.slice(1))).toHaveLength(1)
    expect(boundsOfPlan([], [site('s')], [area])).toEqual([106, 21, 107, 22])
    expect(boundsOfPlan([], [], [])).toBeNull()
    // What a site reaches is to be seen too.
    const [west, south, east, north] = boundsOfPlan(study().option, [site('s')], []) ?? [0, 0, 0, 0]
    expect((north - south) * 111_320).toBeCloseTo(800, 3)
    expect((west + east) / 2).toBeCloseTo(106.1, 9)
  })

  it.each(['light', 'dark'] as const)('has each of its layers once and a source for it, %s', (scheme) => {
    const { layers, sources } = studyStyle(scheme, 1)
    const ids = layers.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const layer of layers) if ('source' in layer) expect(sources).toHaveProperty(layer.source)
    for (const source of Object.values(SOURCES)) expect(sources).toHaveProperty(source)
    expect(ids.at(-1)).toBe(SPOTS)
    expect(ids.indexOf('study-demand')).toBeLessThan(ids.indexOf('place-names'))
  })
})

describe('plans', () => {
  const plan = (id: string, kind: string, sites: PlanSite[]) =>
    ({ id, kind, share: 0.5, value: 1, bound: 2, cost: 3, sites }) as unknown as Plan
  const answer = {
    value: 9,
    bound: 10,
    cost: 8,
    sites: [site('a')],
    plans: [plan('best', 'best', [site('a')]), plan('budget-2', 'budget', [site('b')])],
  } as unknown as Answer

  it('are found by id; the best is the answer itself', () => {
    expect(planOf(answer, 'budget-2')).toMatchObject({ value: 1, answer: null, sites: [{ site: 'b' }] })
    for (const id of ['', 'best', 'gone']) expect(planOf(answer, id)).toMatchObject({ value: 9, answer })
  })

  it('are named by what they were allowed', () => {
    expect(planWords(plan('budget-2', 'budget', []))).toEqual([
      'siting-note-plan-budget',
      { share: 50, number: '2' },
    ])
  })

  it('are told apart by their sites', () => {
    const found = compared(
      [site('a'), site('b'), site('c', { heading_deg: 45 })],
      [site('c'), site('b'), site('d')],
    )
    expect(found.onlyA.map((one) => one.site)).toEqual(['a'])
    expect(found.onlyB.map((one) => one.site)).toEqual(['d'])
    expect(found.both.map((one) => [one.a.site, one.alike])).toEqual([
      ['b', true],
      ['c', false],
    ])
  })

  it('have rows side by side, also those of one alone', () => {
    const rows = paired([{ k: 'a' }, { k: 'b' }], [{ k: 'b' }, { k: 'c' }], ({ k }) => k)
    expect(rows.map(({ id, a, b }) => [id, a?.k, b?.k])).toEqual([
      ['a', 'a', undefined],
      ['b', 'b', 'b'],
      ['c', undefined, 'c'],
    ])
  })

  it('have shares, also of nothing', () => {
    expect([share({ demand: 4, reached: 1 }), share({ demand: 0, reached: 0 })]).toEqual([0.25, 0])
  })

  it('are named in the address of a comparison', () => {
    expect(named('run-1:budget-2')).toEqual({ run: 'run-1', plan: 'budget-2' })
    expect(named('run-1:best')).toEqual({ run: 'run-1', plan: '' })
    expect(named(null)).toEqual({ run: '', plan: '' })
  })
})

describe('tables', () => {
  it('are ordered by figures as figures and by names as the language does', () => {
    const rows = [
      { n: 10, s: 'Đông 10' },
      { n: 9, s: 'Đông 9' },
      { n: 11, s: 'An' },
    ]
    expect(sorted(rows, ({ n }) => n, true, 'vi').map(({ n }) => n)).toEqual([11, 10, 9])
    expect(sorted(rows, ({ s }) => s, false, 'vi').map(({ n }) => n)).toEqual([11, 9, 10])
  })
})

describe('the chart', () => {
  it('has round marks around all values', () => {
    const axis = axisOf([2975, 5995, 7505])
    expect(axis.low).toBeLessThanOrEqual(2975)
    expect(axis.high).toBeGreaterThanOrEqual(7505)
    expect(axis.ticks.at(0)).toBe(axis.low)
    expect(axis.ticks.at(-1)).toBe(axis.high)
  })

  it('bears one value alone', () => {
    const axis = axisOf([5, 5])
    expect(axis.high).toBeGreaterThan(axis.low)
    expect(axis.high).toBeGreaterThanOrEqual(5)
  })

  it('goes from left to right and from the bottom up', () => {
    const axis = { low: 0, high: 10, ticks: [] }
    expect(along(axis, 0, 'x')).toBe(PLOT.left)
    expect(along(axis, 10, 'x')).toBe(PLOT.width - PLOT.right)
    expect(along(axis, 0, 'y')).toBe(PLOT.height - PLOT.bottom)
    expect(along(axis, 10, 'y')).toBe(PLOT.top)
  })
})

describe('runs', () => {
  const run = (id: string, state: Run['state'], asked: string) => ({ id, state, asked }) as Run
  const waiting = [
    run('c', 'queued', '2026-11-27T10:02:00Z'),
    run('b', 'queued', '2026-11-27T10:01:00Z'),
    run('a', 'running', '2026-11-27T10:00:00Z'),
  ]

  it('wait for those that were asked before', () => {
    expect(waiting.map((one) => placeInQueue(one, waiting))).toEqual([1, 0, 0])
  })

  it('are over or not', () => {
    expect([...waiting, run('d', 'failed', '')].map(isOver)).toEqual([false, false, false, true])
  })

  it('are read anew when the stream tells of them', () => {
    expect(outOfDate('study.run')).toEqual(['studies'])
    expect(outOfDate('study.changed')).toEqual(['studies'])
  })
})
