import { afterEach, describe, expect, it } from 'vitest'
import { setTimeZone } from '../i18n/format'
import { series } from '../testing/fixtures'
import { timeLabels } from './axis'
import { columnsOf, doubtfulOf, extent, marked, summaryOf } from './data'
import { exportPath } from './export'
import { asRange, isBefore, spanOf } from './ranges'

const START = Date.parse('2026-11-22T00:00:00Z')
const MINUTE = 60_000

describe('columnsOf', () => {
  it('lays columns side by side, in seconds', () => {
    const columns = columnsOf(series(START, [1, null, 3], 0.5), [], 60)
    expect(columns.time).toEqual([0, 60, 120].map((after) => START / 1000 + after))
    expect(columns.mean).toEqual([1, null, 3])
    expect(columns.low).toEqual([0.5, null, 2.5])
    expect(columns.high).toEqual([1.5, null, 3.5])
  })

  it('breaks the line where more than three periods are missing, and only there', () => {
    const whole = series(START, [1, 2, 3])
    const late = { ...whole, time_ms: [START, START + 3 * MINUTE, START + 7 * MINUTE] }
    expect(columnsOf(late, [], 60).mean).toEqual([1, 2, null, 3])
    expect(columnsOf(late, [], 300).mean).toEqual([1, 2, 3])
  })

  it('goes on with live points that are newer than the history', () => {
    const tail = [
      { time: START + MINUTE, value: 8 },
      { time: START + 2 * MINUTE, value: 9 },
    ]
    const columns = columnsOf(series(START, [1, 2]), tail, 60)
    expect(columns.mean).toEqual([1, 2, 9])
    expect(columns.high).toEqual([1, 2, 9])
  })
})

describe('doubtfulOf', () => {
  const bad = (quality: number) => (quality & 1) === 1

  it('takes each one with its value where all were read', () => {
    const each = {
      asset: 'dap-cau',
      channel: 'water_level',
      unit: 'm',
      start: '',
      end: '',
      time_ms: [1, 2, 3],
      value: [4, 99, null],
      quality: [16, 1, 1],
      text: {},
      truncated: false,
      incomplete: false,
    }
    expect(doubtfulOf(series(START, []), each, bad)).toEqual([
      { time: 2, value: 99 },
      { time: 3, value: null },
    ])
    expect(doubtfulOf(series(START, [null]), { ...each, truncated: true }, bad)).toEqual([
      { time: START, value: null },
    ])
  })

  it('else marks the buckets that hold one', () => {
    expect(doubtfulOf(series(START, [1, null, 2]), undefined, bad)).toEqual([
      { time: START + MINUTE, value: null },
    ])
  })
})

describe('summaryOf', () => {
  it('counts and bounds the good values, live ones too', () => {
    expect(summaryOf(series(START, [2, null, 5], 1), [{ time: START + 9 * MINUTE, value: 0.5 }])).toEqual({
      low: 0.5,
      high: 6,
      last: 0.5,
      good: 5,
      doubtful: 1,
    })
  })

  it('is nothing where no value is good', () => {
    expect(summaryOf(series(START, [null]), [])).toBeNull()
  })
})

describe('marked', () => {
  it('is every value where there are few', () => {
    expect(marked(columnsOf(series(START, [4]), [], 60))).toEqual([0])
    expect(marked(columnsOf(series(START, [1, null, 3]), [], 60))).toEqual([0, 2])
  })

  it('is among many only what stands alone', () => {
    const many = Array.from({ length: 100 }, () => 1)
    expect(marked(columnsOf(series(START, many), [], 60))).toEqual([])
    expect(marked(columnsOf(series(START, [5, null, ...many, null, 7]), [], 60))).toEqual([0, 103])
  })
})

describe('extent', () => {
  it('holds values and levels with room on both sides', () => {
    const columns = columnsOf(series(START, [2, 4]), [], 60)
    const [low, high] = extent(columns, [6])
    expect(low).toBeCloseTo(2 - 0.32)
    expect(high).toBeCloseTo(6 + 0.32)
  })

  it('is never empty', () => {
    expect(extent(columnsOf(series(START, []), [], 60), [])).toEqual([0, 1])
    const [low, high] = extent(columnsOf(series(START, [0, 0]), [], 60), [])
    expect(high - low).toBe(1)
  })
})

describe('ranges', () => {
  it('go back from now by whole ranges', () => {
    expect(spanOf('day', 0, START)).toEqual({ start: START - 86_400_000, end: START })
    expect(spanOf('hour', 2, START)).toEqual({ start: START - 3 * 3_600_000, end: START - 2 * 3_600_000 })
  })

  it('know what lies before the one that ends now', () => {
    expect(isBefore('day', START - 86_400_001, START)).toBe(true)
    expect(isBefore('day', START - 86_400_000, START)).toBe(false)
    expect(isBefore('week', START - 2 * 86_400_000, START)).toBe(false)
  })

  it('are a day where the address says nonsense', () => {
    expect(asRange('week')).toBe('week')
    expect(asRange('decade')).toBe('day')
    expect(asRange(null)).toBe('day')
  })

  it('name the file to export', () => {
    expect(exportPath('dap-cau', 'water_level', { start: 0, end: 1_000 }, 'parquet')).toBe(
      '/api/v1/assets/dap-cau/channels/water_level/export?start=1970-01-01T00%3A00%3A00.000Z&end=1970-01-01T00%3A00%3A01.000Z&format=parquet',
    )
  })
})

describe('timeLabels', () => {
  const at = (text: string) => Date.parse(text) / 1000
  afterEach(() => setTimeZone('Asia/Ho_Chi_Minh'))

  it('says the date under the first mark and under midnight of the city', () => {
    setTimeZone('Asia/Ho_Chi_Minh')
    const splits = ['2026-11-22T15:00Z', '2026-11-22T16:00Z', '2026-11-22T17:00Z'].map(at)
    expect(timeLabels(splits, 3_600, 'vi')).toEqual(['22:00\n22/11', '23:00', '00:00\n23/11'])
  })

  it('says days, with the year where it changes', () => {
    const splits = ['2026-12-31T00:00Z', '2027-01-01T00:00Z'].map(at)
    expect(timeLabels(splits, 86_400, 'en')).toEqual(['31/12\n2026', '01/01\n2027'])
  })
})
