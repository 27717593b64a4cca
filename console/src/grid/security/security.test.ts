import { describe, expect, it } from 'vitest'
import type { Api } from '../../api/types'
import { bundleOf } from '../../i18n/catalogue'
import { LANGUAGES } from '../../i18n/languages'
import { asOrder, ORDERS, simulationPath, troublesOf } from './contingency'
import { BOUNDS, cutsOf, requestOf, slotBars } from './rota'
import { bandBars, within } from './storm'

const CASE: Api<'Contingency'> = {
  id: 'line-1',
  kind: 'line',
  feeder: 'f1',
  feeder_name: '471',
  customers: 0,
  tripped: 0,
  p_mw: 0,
  sites: 0,
  tied: true,
  solved: true,
  u_min_pu: 0.98,
  loading_max: 0.8,
  failures_per_year: 0.1,
  interruptions_per_year: 0,
  lon: null,
  lat: null,
}

describe('a contingency', () => {
  it('says what is wrong after it, the gravest first', () => {
    expect(troublesOf(CASE)).toEqual([])
    expect(troublesOf({ ...CASE, customers: 5, loading_max: 1.2, u_min_pu: 0.85 })).toEqual([
      'dark',
      'overload',
      'voltage',
    ])
    expect(troublesOf({ ...CASE, solved: false, loading_max: null, u_min_pu: null })).toEqual(['unsolved'])
  })

  it('leads to its simulation', () => {
    expect(simulationPath('line 1&2')).toBe('/grid?out=line%201%262')
  })

  it('is ordered as the address says, or by interruptions', () => {
    expect(asOrder('loading')).toBe('loading')
    expect(asOrder('nonsense')).toBe('interruptions')
    expect(asOrder(null)).toBe('interruptions')
  })
})

describe('a rota', () => {
  it('is asked for within bounds only', () => {
    expect(requestOf({ p_mw: 300, slots: 6, slot_hours: 2 })).toEqual({
      body: { p_mw: 300, slots: 6, slot_hours: 2 },
    })
    expect(requestOf({ p_mw: '', slots: 2.5, slot_hours: 13 })).toEqual({
      wrong: ['p_mw', 'slots', 'slot_hours'],
    })
    expect(requestOf({ p_mw: Number.NaN, slots: 1, slot_hours: 1 })).toEqual({ wrong: ['p_mw'] })
  })

  const feeder = (id: string, customers: number) => ({ id, name: id, customers, p_mw: 10, sites: 0 })
  const rota: Api<'Rota'> = {
    p_mw: 20,
    available_mw: 100,
    slots: [
      { start_h: 0, p_mw: 20, customers: 30, feeders: [feeder('a', 10), feeder('b', 20)] },
      { start_h: 2, p_mw: 25, customers: 15, feeders: [feeder('a', 10), feeder('c', 5)] },
    ],
    customer_hours: 90,
    most_hours: 4,
    fewest_hours: 0,
    gap: 0,
    excluded: 1,
  }

  it('has a bar for each slot against what was asked for', () => {
    const { bars, target } = slotBars(rota, 2)
    expect(bars.map(({ share }) => share)).toEqual([0.8, 1])
    expect(bars.map(({ met }) => met)).toEqual([1, 1.25])
    expect(bars.map(({ from, until }) => [from, until])).toEqual([
      [0, 2],
      [2, 4],
    ])
    expect(target).toBe(0.8)
  })

  it('tells each feeder with its slots, the longest cut first', () => {
    expect(cutsOf(rota, 2).map(({ id, slots, hours }) => [id, slots, hours])).toEqual([
      ['a', [1, 2], 4],
      ['b', [1], 2],
      ['c', [2], 2],
    ])
  })
})

describe('the storm', () => {
  const storm: Api<'StormReplay'> = {
    name: 'Yagi 2024',
    scenarios: 2_000,
    feeders: { low: 110, expected: 127, high: 145 },
    park: { low: 15, expected: 23, high: 32 },
    public: { low: 90, expected: 104, high: 118 },
    customers: { low: 1, expected: 2, high: 3 },
    published: { feeders: 127, park: 23, public: 150 },
    likeliest: [],
    notes: [],
  }

  it('puts all bands on one axis', () => {
    const bars = bandBars(storm)
    expect(bars.map(({ group }) => group)).toEqual(['feeders', 'public', 'park'])
    for (const bar of bars) {
      expect(bar.low).toBeLessThan(bar.expected)
      expect(bar.expected).toBeLessThan(bar.high)
      expect(Math.max(bar.high, bar.at ?? 0)).toBeLessThan(1)
    }
  })

  it('says whether what was published lies within', () => {
    expect(bandBars(storm).map(within)).toEqual([true, false, true])
    expect(bandBars({ ...storm, published: {} }).map(within)).toEqual([null, null, null])
  })
})

it.each(LANGUAGES)('has a word for every order and field in %s', (language) => {
  const keys = [
    ...ORDERS.map((order) => `console-security-order-${order}`),
    ...Object.keys(BOUNDS).map((field) => `console-rota-${field.replace('_', '-')}`),
  ]
  expect(keys.filter((key) => !bundleOf(language).hasMessage(key))).toEqual([])
})
