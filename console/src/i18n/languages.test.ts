import { describe, expect, it } from 'vitest'
import { wholeUnits } from './format'
import { bestLanguage } from './languages'
import { nameIn } from './text'

describe('bestLanguage', () => {
  it('takes the first that the catalogue has, whatever the region', () => {
    expect(bestLanguage(['fr-FR', 'ja-JP', 'vi'])).toBe('ja')
  })

  it('falls back on English', () => {
    expect(bestLanguage(['fr', 'de'])).toBe('en')
    expect(bestLanguage([])).toBe('en')
  })
})

describe('nameIn', () => {
  it('prefers the language, then the name of the city, then English', () => {
    expect(nameIn('ja', { name: 'Bắc Ninh', names: { ja: 'バクニン' } })).toBe('バクニン')
    expect(nameIn('ja', { name: 'Bắc Ninh', names: { en: 'Bac Ninh' } })).toBe('Bắc Ninh')
    expect(nameIn('ja', { names: { en: 'River gauge' } })).toBe('River gauge')
    expect(nameIn('ja', {}, 'river_gauge')).toBe('river_gauge')
  })
})

describe('wholeUnits', () => {
  it.each([
    [-0.4, 0, 'second'],
    [-59, -59, 'second'],
    [-60, -1, 'minute'],
    [-3 * 3600 - 1, -3, 'hour'],
    [2 * 86_400, 2, 'day'],
  ] as const)('%d s is %d %s', (seconds, count, unit) => {
    const [found, name] = wholeUnits(seconds)
    expect(found).toBeCloseTo(count)
    expect(name).toBe(unit)
  })
})
