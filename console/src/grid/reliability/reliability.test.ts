import { describe, expect, it } from 'vitest'
import type { Api } from '../../api/types'
import { bundleOf } from '../../i18n/catalogue'
import { LANGUAGES } from '../../i18n/languages'
import { figureOf, INDICES, monthBars, orderedRows, PARTS, roundTop, shownFigure } from './indices'
import { dayOf, daysOf, PERIODS, reportPath, spanOfDays, startOfDay } from './period'

const ZONE = 'Asia/Ho_Chi_Minh'
const indices = (saidi_min: number | null, asai: number | null = null): Api<'Indices'> => ({
  saidi_min,
  saifi: saidi_min === null ? null : saidi_min / 100,
  caidi_min: null,
  maifi: 0,
  asai,
})
const row = (
  id: string,
  planned: number | null,
  unplanned: number | null,
  asai = 0.999,
): Api<'IndexRow'> => ({
  id,
  name: id,
  customers: 10,
  interruptions: 1,
  all: indices((planned ?? 0) + (unplanned ?? 0), asai),
  ordinary: null,
  planned: indices(planned),
  unplanned: indices(unplanned),
})

describe('the months', () => {
  it('are stacked of planned and unplanned, under a round top', () => {
    const { bars, top } = monthBars([row('2026-01', 10, 27), row('2026-02', null, 3)], 'saidi_min')
    expect(bars).toEqual([
      { id: '2026-01', planned: 10, unplanned: 27, total: 37 },
      { id: '2026-02', planned: 0, unplanned: 3, total: 3 },
    ])
    expect(top).toBe(40)
  })

  it('have an axis even where nothing was', () => {
    expect(monthBars([], 'saifi')).toEqual({ bars: [], top: 1 })
    expect(roundTop(0.037)).toBe(0.04)
    expect(roundTop(8)).toBe(8)
    expect(roundTop(81)).toBe(100)
  })
})

describe('the indices', () => {
  const rows = [row('b', 1, 1, 0.99), row('a', 5, 5, 0.95), row('c', 0, 3, 0.97)]
  const ids = (list: readonly Api<'IndexRow'>[]) => list.map(({ id }) => id)

  it('go by the worst first', () => {
    expect(ids(orderedRows(rows, 'saidi_min', 'all', false, 'en'))).toEqual(['a', 'c', 'b'])
    expect(ids(orderedRows(rows, 'asai', 'all', false, 'en'))).toEqual(['a', 'c', 'b'])
    expect(ids(orderedRows(rows, 'asai', 'all', true, 'en'))).toEqual(['b', 'c', 'a'])
    expect(ids(orderedRows(rows, 'name', 'all', false, 'en'))).toEqual(['a', 'b', 'c'])
  })

  it('are nothing where major event days cannot be told', () => {
    expect(figureOf(row('a', 1, 1), 'ordinary', 'saidi_min')).toBeNull()
    expect(ids(orderedRows(rows, 'saidi_min', 'ordinary', false, 'en'))).toEqual(['a', 'b', 'c'])
  })

  it('tell availability in hundredths', () => {
    expect(shownFigure('asai', 0.9995)).toBeCloseTo(99.95)
    expect(shownFigure('saifi', 0.5)).toBe(0.5)
  })
})

describe('a period', () => {
  const now = Date.parse('2026-11-26T20:00:00Z')

  it('goes by the days of the city', () => {
    expect(dayOf(now, ZONE)).toBe('2026-11-27')
    expect(startOfDay('2026-11-27', ZONE)).toBe(Date.parse('2026-11-26T17:00:00Z'))
    expect(startOfDay('2026-02-30', ZONE)).toBeNull()
    expect(startOfDay('', ZONE)).toBeNull()
    // Where clocks change, midnight has the offset of its own day.
    expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe(Date.parse('2026-03-28T23:00:00Z'))
    expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T22:00:00Z'))
  })

  it('has names', () => {
    expect(daysOf('year', now, ZONE)).toEqual({ first: '2026-01-01', last: '2026-11-27' })
    expect(daysOf('last-year', now, ZONE)).toEqual({ first: '2025-01-01', last: '2025-12-31' })
    expect(daysOf('months-12', now, ZONE)).toEqual({ first: '2025-11-28', last: '2026-11-27' })
    expect(daysOf('months-3', now, ZONE)).toEqual({ first: '2026-08-28', last: '2026-11-27' })
    const may = Date.parse('2026-05-31T05:00:00Z')
    expect(daysOf('months-3', may, ZONE)).toEqual({ first: '2026-03-01', last: '2026-05-31' })
  })

  it('ends after its last day, and never before it begins', () => {
    expect(spanOfDays({ first: '2026-01-01', last: '2026-01-31' }, ZONE)).toEqual({
      start: '2025-12-31T17:00:00.000Z',
      end: '2026-01-31T17:00:00.000Z',
    })
    expect(spanOfDays({ first: '2026-02-01', last: '2026-01-31' }, ZONE)).toBeNull()
    expect(spanOfDays({ first: '', last: '2026-01-31' }, ZONE)).toBeNull()
  })

  it('is handed out as a file', () => {
    expect(reportPath('pdf', { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' })).toBe(
      '/api/v1/grid/reliability/pdf?start=2026-01-01T00%3A00%3A00Z&end=2026-02-01T00%3A00%3A00Z',
    )
  })
})

it.each(LANGUAGES)('has a word for every index, part and period in %s', (language) => {
  const keys = [
    ...INDICES.map((index) => `console-reliability-${index.replace('_', '-')}`),
    ...PARTS.map((part) => `console-reliability-part-${part}`),
    ...PERIODS.map((period) => `console-reliability-period-${period}`),
  ]
  expect(keys.filter((key) => !bundleOf(language).hasMessage(key))).toEqual([])
})
