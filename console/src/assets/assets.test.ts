import { describe, expect, it } from 'vitest'
import { bundleOf } from '../i18n/catalogue'
import { LANGUAGES } from '../i18n/languages'
import { CITY } from '../testing/fixtures'
import { headline, ICON_NAMES, iconName, iconOf, kindOf } from './kinds'
import { flagsOf, isBad } from './quality'
import { LOOKS, rank, STATES } from './states'
import { newestOf } from './ValueTable'
import { digitsFor, unitText } from './values'

describe('states', () => {
  it('ranks from the worst to the least', () => {
    expect(STATES.map(rank)).toEqual([6, 5, 4, 3, 2, 1, 0])
  })

  it('gives no two states the same look without colour', () => {
    const forms = STATES.map((state) => `${LOOKS[state].path} ${LOOKS[state].dash}`)
    expect(new Set(forms).size).toBe(STATES.length)
  })
})

describe('quality', () => {
  it('names the flags that are set', () => {
    expect(flagsOf(0, CITY)).toEqual([])
    expect(flagsOf(20, CITY)).toEqual(['stuck', 'late'])
  })

  it('is bad only with a flag that keeps out of statistics', () => {
    expect(isBad(16, CITY)).toBe(false)
    expect(isBad(17, CITY)).toBe(true)
    expect(isBad(0, CITY)).toBe(false)
  })

  it.each(LANGUAGES)('has words for every flag in %s', (language) => {
    const flags =
      'range spike stuck gap late future duplicate unit not_finite unknown_device unknown_channel ancient'
    const lacking = flags
      .split(' ')
      .filter((flag) => !bundleOf(language).hasMessage(`console-quality-${flag}`))
    expect(lacking).toEqual([])
  })
})

describe('kinds', () => {
  it('finds the picture of a kind, and a pin for one that it does not know', () => {
    expect(iconName(kindOf(CITY, 'river_gauge'))).toBe('river')
    expect(iconName(kindOf(CITY, 'clinic'))).toBe('pin')
    expect(iconName(undefined)).toBe('pin')
    expect(iconOf('no such')).toBe(iconOf('pin'))
  })

  it('draws different pictures for different names', () => {
    const drawn = ICON_NAMES.map((name) => JSON.stringify(iconOf(name)))
    expect(new Set(drawn).size).toBe(ICON_NAMES.length)
  })

  it('knows the headline channel', () => {
    expect(headline(kindOf(CITY, 'rain_gauge'))?.name).toBe('rain_1h')
    expect(headline(kindOf(CITY, 'clinic'))).toBeUndefined()
  })
})

describe('values', () => {
  it('shows three digits, at most two of them decimals', () => {
    expect([0.5, -9.99, 10, 99.4, 100, -2500].map(digitsFor)).toEqual([2, 2, 1, 1, 0, 0])
  })

  it('writes units as people do', () => {
    expect(['Cel', '%RH', 'ug/m3', 'count', 'm'].map(unitText)).toEqual(['°C', '%', 'µg/m³', '', 'm'])
  })
})

describe('newestOf', () => {
  const latest = {
    channel: 'water_level',
    value: 4,
    unit: 'm',
    time: '2026-11-22T10:00:00Z',
    received: '2026-11-22T10:00:01Z',
    quality: 0,
    stale: false,
  }
  const channel = {
    name: 'water_level',
    unit: 'm',
    names: {},
    low: null,
    high: null,
    period_s: 60,
    shown: true,
    latest,
    latest_good: latest,
    levels: [],
  }
  const live = (time: string) => ({
    device: 'd',
    channel: 'water_level',
    time: Date.parse(time),
    value: 5,
    quality: 1,
  })

  it('takes the newer of both', () => {
    expect(newestOf(channel, live('2026-11-22T10:00:05Z'))?.value).toBe(5)
    expect(newestOf(channel, live('2026-11-22T09:59:59Z'))?.value).toBe(4)
  })

  it('does with one of them, or none', () => {
    expect(newestOf({ ...channel, latest: null }, live('2026-11-22T09:00:00Z'))?.quality).toBe(1)
    expect(newestOf(channel, undefined)?.value).toBe(4)
    expect(newestOf({ ...channel, latest: null }, undefined)).toBeNull()
  })
})
