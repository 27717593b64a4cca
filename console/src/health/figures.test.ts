import { describe, expect, it } from 'vitest'
import { byCount, bytesIn, grouped } from './figures'

describe('figures of a part', () => {
  it('stand in groups, without those that the page shows for the whole', () => {
    expect(
      grouped({ series: 27, 'waiting.mqtt': 3, 'waiting.live': 0, accepted: 9, 'refused.x': 1, lag_s: 2 }),
    ).toEqual([
      { name: 'series', figures: [{ name: '', value: 27 }] },
      {
        name: 'waiting',
        figures: [
          { name: 'mqtt', value: 3 },
          { name: 'live', value: 0 },
        ],
      },
    ])
  })
})

describe('counts by reason', () => {
  it('come with the most frequent first, without what never happened', () => {
    expect(byCount({ a: 1, b: 0, c: 5, d: 1 })).toEqual([
      ['c', 5],
      ['a', 1],
      ['d', 1],
    ])
  })
})

describe('bytes', () => {
  it.each([
    [0, 0, 'B'],
    [999, 999, 'B'],
    [17_060, 17.06, 'kB'],
    [2_500_000_000, 2.5, 'GB'],
    [7e15, 7_000, 'TB'],
  ])('%d', (bytes, value, unit) => {
    expect(bytesIn(bytes)).toEqual([value, unit])
  })
})
