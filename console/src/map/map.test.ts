import { describe, expect, it } from 'vitest'
import { asset, CITY, COLUMNS, PLACES } from '../testing/fixtures'
import {
  assetFeatures,
  boundsOf,
  chosenFeatures,
  placeFeatures,
  valueFeatures,
  within,
  withRoom,
} from './features'
import {
  countsByState,
  EVERYTHING,
  type Filter,
  narrowings,
  passing,
  readFilter,
  writeFilter,
} from './filter'
import { assetsOf } from './model'
import { rowAfter, windowOf } from './rows'
import { mapStyle } from './style'
import { distanceTo, nearest } from './touch'

const ALL = assetsOf(COLUMNS, CITY, PLACES, 'en')
const ids = (filter: Partial<Filter>) => passing(ALL, { ...EVERYTHING, ...filter }, CITY).map(({ id }) => id)

describe('assetsOf', () => {
  it('puts the worst first and then goes by name, numbers as numbers', () => {
    expect(ALL.map(({ id }) => id)).toEqual(['dap-cau', 'rain-1', 'rain-2', 'clinic-1'])
    expect(ALL[0]).toMatchObject({
      name: 'Dap Cau gauge',
      state: 'alarm',
      kind: 'river_gauge',
      value: 6.4,
      simulated: true,
    })
  })
})

describe('passing', () => {
  it('finds by name, kind, id and place without accents', () => {
    expect(ids({ text: 'dap cau' })).toEqual(['dap-cau'])
    expect(ids({ text: 'MƯA chu' })).toEqual(['rain-1', 'rain-2'])
    expect(ids({ text: 'dong nguyen' })).toEqual(['clinic-1'])
    expect(ids({ text: 'dong nguyen mua' })).toEqual([])
  })

  it("finds by the city's own names and by every name of a place, whatever is shown", () => {
    expect(ids({ text: 'tram thuy van' })).toEqual(['dap-cau'])
    expect(ids({ text: 'gauge' })).toEqual(['dap-cau', 'rain-1', 'rain-2'])
    expect(ids({ text: 'chu ward' })).toEqual(['rain-1', 'rain-2'])
    expect(ids({ text: 'チュー坊 10' })).toEqual(['rain-2'])
    expect(ids({ text: 'phường chũ' })).toEqual(['rain-1', 'rain-2'])
  })

  it('filters by state, group, kind and place, all at once', () => {
    expect(ids({ states: new Set(['ok', 'passive']) })).toEqual(['rain-1', 'rain-2', 'clinic-1'])
    expect(ids({ groups: new Set(['site']) })).toEqual(['clinic-1'])
    expect(ids({ groups: new Set(['site']), kinds: new Set(['river_gauge']) })).toEqual([
      'dap-cau',
      'clinic-1',
    ])
    expect(ids({ place: 'chu', states: new Set(['alarm']) })).toEqual([])
    expect(ids({})).toHaveLength(4)
  })

  it('counts states as if none were chosen', () => {
    const counts = countsByState(ALL, { ...EVERYTHING, states: new Set(['alarm']), place: 'chu' }, CITY)
    expect(counts.get('ok')).toBe(2)
    expect(counts.get('alarm')).toBe(0)
    expect(counts.size).toBe(7)
  })

  it('keeps up with ten thousand assets', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => asset(`a-${at}`, 'ok', { folded: `tram ${at}` }))
    expect(passing(many, { ...EVERYTHING, text: 'tram 9999' }, CITY)).toHaveLength(1)
  })
})

describe('the filter in the address', () => {
  it('comes back as it went', () => {
    const filter: Filter = {
      text: 'Đáp Cầu',
      states: new Set(['alarm', 'silent']),
      groups: new Set(['power']),
      kinds: new Set(['river_gauge', 'camera']),
      place: 'vu-ninh',
    }
    const search = writeFilter(new URLSearchParams('asset=dap-cau'), filter)
    expect(search.get('asset')).toBe('dap-cau')
    expect(readFilter(new URLSearchParams(search.toString()))).toEqual(filter)
    expect(narrowings(filter)).toBe(4)
  })

  it('leaves nothing behind when it is empty, and forgets states that there are not', () => {
    expect(writeFilter(new URLSearchParams('q=x&state=ok'), EVERYTHING).toString()).toBe('')
    expect(readFilter(new URLSearchParams('state=alarm,nonsense')).states).toEqual(new Set(['alarm']))
  })
})

describe('rows', () => {
  it('draws what is in sight and a little more', () => {
    expect(windowOf(0, 640, 64, 1_000)).toEqual({ first: 0, last: 16 })
    expect(windowOf(6_400, 640, 64, 1_000)).toEqual({ first: 94, last: 116 })
    expect(windowOf(63_360, 640, 64, 1_000)).toEqual({ first: 984, last: 1_000 })
    expect(windowOf(9_999, 640, 64, 3)).toEqual({ first: 0, last: 3 })
  })

  it('moves by keys and stays within', () => {
    expect(rowAfter('ArrowDown', 9, 10, 5)).toBe(9)
    expect(rowAfter('ArrowUp', 3, 10, 5)).toBe(2)
    expect(rowAfter('PageDown', 3, 10, 5)).toBe(8)
    expect(rowAfter('PageUp', 3, 10, 5)).toBe(0)
    expect(rowAfter('Home', 3, 10, 5)).toBe(0)
    expect(rowAfter('End', 3, 10, 5)).toBe(9)
    expect(rowAfter('Tab' as 'End', 3, 10, 5)).toBeNull()
  })
})

describe('features', () => {
  it('draws the worst last, with the picture of kind and state', () => {
    const features = assetFeatures(ALL, CITY)
    expect(features.map(({ properties }) => properties?.symbol)).toEqual([
      'pin-passive',
      'rain-ok',
      'rain-ok',
      'river-alarm',
    ])
    expect(features.at(-1)?.geometry).toEqual({ type: 'Point', coordinates: [106.09, 21.2] })
    expect(chosenFeatures(ALL[0], CITY)[0]?.properties?.symbol).toBe('river-alarm')
    expect(chosenFeatures(undefined, CITY)).toEqual([])
  })

  it('says values only where there are any', () => {
    const said = valueFeatures(ALL, ({ value }) => (value === null ? '' : `${value}`))
    expect(said.map(({ properties }) => properties?.said)).toEqual(['6.4', '3.2', '0'])
  })

  it('names units where their labels belong, the most populous first', () => {
    const unit = (id: string) => ({
      type: 'Feature' as const,
      id,
      properties: {
        id,
        name: id,
        names: {},
        kind: 'ward',
        code: '',
        parent: '',
        label_lat: 21,
        label_lon: 106,
        approximate: true,
      },
      geometry: { type: 'Point' as const, coordinates: [106, 21] },
    })
    const place = { population: 122_838, names: { en: 'Chu Ward' }, name: 'Phường Chũ' }
    const [chu, other] = placeFeatures(
      [unit('chu'), unit('x')] as never,
      new Map([['chu', place]]) as never,
      'en',
    )
    expect(chu?.properties).toEqual({ name: 'Chu Ward', order: -122_838 })
    expect(other?.properties?.name).toBe('x')
  })

  it('reckons with bounds', () => {
    expect(within(ALL, [106, 21.1, 106.2, 21.25]).map(({ id }) => id)).toEqual(['dap-cau'])
    expect(boundsOf(ALL)).toEqual([105.95, 21.14, 106.51, 21.31])
    expect(boundsOf([])).toBeNull()
    expect(withRoom([0, 0, 100, 50])).toEqual([-6, -3, 106, 53])
  })
})

describe('mapStyle', () => {
  it.each(['light', 'dark'] as const)('asks nothing of another host (%s)', (scheme) => {
    const said = JSON.stringify(mapStyle(scheme, 1))
    expect(said).not.toContain('://')
    expect(mapStyle(scheme, 1).glyphs).toBeUndefined()
    expect(mapStyle(scheme, 1).sprite).toBeUndefined()
  })
})

describe('a touch', () => {
  const touch = { x: 0, y: 0 }
  it('is as far from a path as from the nearest spot on it', () => {
    expect(distanceTo(touch, [{ x: 3, y: 4 }])).toBe(5)
    const path = [
      { x: -10, y: 2 },
      { x: 10, y: 2 },
      { x: 10, y: 50 },
    ]
    expect(distanceTo(touch, path)).toBe(2)
    expect(
      distanceTo(touch, [
        { x: 3, y: 4 },
        { x: 3, y: 4 },
      ]),
    ).toBe(5)
    expect(distanceTo(touch, [])).toBe(Number.POSITIVE_INFINITY)
  })
  it('chooses the nearest, the first of equals', () => {
    expect(nearest([3, 1, -1], Math.abs)).toBe(1)
    expect(nearest([], Math.abs)).toBeUndefined()
  })
})
