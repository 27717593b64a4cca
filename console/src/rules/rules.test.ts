import { describe, expect, it } from 'vitest'
import { differences, draftOf, EMPTY, faultsOf, freeId, ruleOf } from './draft'
import { bySeries } from './firings'
import { apart, type Combination, type Rule } from './queries'
import { spanOf, startOfDay } from './spans'

const HEAD = {
  id: 'river-alarm-1',
  names: { vi: 'Sông', en: 'River', ja: '川' },
  severity: 'minor',
  group: 'river-alarm',
  applies_to: { asset_kind: 'river_gauge', channel: 'water_level', place: '', asset: '' },
  enabled: true,
  min_duration_s: 60,
  clear_duration_s: 600,
  note: '',
} as const

const RULES: Rule[] = [
  { ...HEAD, kind: 'threshold', op: 'ge', level: 'alarm-1', hysteresis: 0.05 },
  { ...HEAD, kind: 'threshold', op: 'lt', value: 0, hysteresis: 0 },
  { ...HEAD, kind: 'heartbeat', periods: 5 },
  { ...HEAD, kind: 'heartbeat', silent_s: 900 },
  {
    ...HEAD,
    kind: 'quality',
    flags: ['stuck'],
    measure: 'share',
    value: 0.2,
    window_s: 600,
    min_count: 5,
    hysteresis: 0,
  },
  { ...HEAD, kind: 'anomaly', min_score: 0 },
]

describe('a rule in the form', () => {
  it.each(RULES)('comes out as it went in: $kind', (rule) => {
    expect(ruleOf(draftOf(rule))).toEqual(rule)
  })

  it('gives a threshold one of value and level, never both', () => {
    const draft = { ...EMPTY, value: 3, level: 'alarm-1' }
    expect(ruleOf({ ...draft, against: 'value' })).toMatchObject({ value: 3 })
    expect(ruleOf({ ...draft, against: 'value' })).not.toHaveProperty('level')
    expect(ruleOf({ ...draft, against: 'level' })).not.toHaveProperty('value')
  })

  it('leaves empty figures out instead of making them 0', () => {
    expect(ruleOf({ ...EMPTY, value: '' })).not.toHaveProperty('value')
    expect(ruleOf({ ...EMPTY, value: 0 })).toMatchObject({ value: 0 })
  })

  it('carries nothing of another kind', () => {
    expect(ruleOf({ ...EMPTY, kind: 'anomaly', flags: ['stuck'], periods: 3 })).toEqual({
      kind: 'anomaly',
      id: '',
      names: { vi: '', en: '', ja: '' },
      severity: 'minor',
      group: '',
      applies_to: EMPTY.applies_to,
      enabled: true,
      note: '',
      min_duration_s: 60,
      clear_duration_s: 600,
      min_score: 0,
    })
  })
})

describe('faults', () => {
  it('find their field, whoever told them', () => {
    const found = faultsOf([
      { column: 'rule.threshold.names.vi', key: 'first' },
      { column: 'names.vi', key: 'second' },
      { column: 'quality.flags', key: 'flags' },
      { column: 'applies_to.channel', key: 'channel' },
    ])
    expect([...found].map(([field, { key }]) => [field, key])).toEqual([
      ['names.vi', 'first'],
      ['flags', 'flags'],
      ['applies_to.channel', 'channel'],
    ])
  })
})

describe('copies and changes', () => {
  it('take the first free number', () => {
    expect(freeId('rain-heavy', new Set(['rain-heavy']))).toBe('rain-heavy-2')
    expect(freeId('river-alarm-3', new Set(['river-alarm-2']))).toBe('river-alarm-3')
    expect(freeId('a'.repeat(64), new Set()).length).toBeLessThanOrEqual(64)
  })

  it('say which fields differ', () => {
    const [one, other] = RULES as [Rule, Rule]
    expect(differences(one, one)).toEqual([])
    expect(differences(one, other).sort()).toEqual(['against', 'hysteresis', 'level', 'op', 'value'])
  })
})

describe('the history that a rule is tried on', () => {
  const HOUR = 3_600_000
  const at = (text: string) => Date.parse(text)

  it('is yesterday as the city reckons it', () => {
    // Half past one at night of the 23rd in Viet Nam is still the 22nd in UTC.
    const { start, end } = spanOf('yesterday', 'Asia/Ho_Chi_Minh', at('2026-11-22T18:30:00Z'))
    expect(start).toBe(at('2026-11-21T17:00:00Z'))
    expect(end).toBe(at('2026-11-22T17:00:00Z'))
  })

  it('knows days of 23 and 25 hours', () => {
    const spring = spanOf('yesterday', 'Europe/Berlin', at('2026-03-30T10:00:00Z'))
    expect(spring.end - spring.start).toBe(23 * HOUR)
    const autumn = spanOf('yesterday', 'Europe/Berlin', at('2026-10-26T10:00:00Z'))
    expect(autumn.end - autumn.start).toBe(25 * HOUR)
    // On the very day that the clock is set, midnight has the offset of before.
    expect(startOfDay('Europe/Berlin', at('2026-03-29T10:00:00Z'))).toBe(at('2026-03-28T23:00:00Z'))
  })

  it('else ends now', () => {
    expect(spanOf('week', 'UTC', 1_000 * HOUR)).toEqual({ start: 832 * HOUR, end: 1_000 * HOUR })
  })
})

describe('firings', () => {
  const firing = (asset: string, opened: string, closed: string | null = opened) => ({
    asset,
    asset_name: asset.toUpperCase(),
    channel: 'water_level',
    opened,
    closed,
    value: 1,
    threshold: 1,
  })

  it('are told by series with the first and the last', () => {
    const found = bySeries([
      firing('b', '2026-11-22T10:00:00Z'),
      firing('a', '2026-11-22T12:00:00Z', null),
      firing('a', '2026-11-22T09:00:00Z'),
    ])
    expect(found).toEqual([
      {
        asset: 'a',
        name: 'A',
        channel: 'water_level',
        count: 2,
        first: '2026-11-22T09:00:00Z',
        last: '2026-11-22T12:00:00Z',
        lasting: true,
      },
      {
        asset: 'b',
        name: 'B',
        channel: 'water_level',
        count: 1,
        first: '2026-11-22T10:00:00Z',
        last: '2026-11-22T10:00:00Z',
        lasting: false,
      },
    ])
    expect(bySeries([])).toEqual([])
  })
})

describe('combinations', () => {
  it('are told from rules, each in its order', () => {
    const both = {
      kind: 'combination',
      id: 'both',
      names: {},
      severity: 'major',
      group: 'both',
      all: [{ rule: 'river-alarm-1' }, { group: 'rain', min: 2 }],
    }
    const [first, second] = RULES as [Rule, Rule]
    expect(apart([first, both as Combination, second])).toEqual({
      rules: [first, second],
      combinations: [both],
    })
  })
})
