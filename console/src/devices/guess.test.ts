import { describe, expect, it } from 'vitest'
import type { Kind } from '../api/types'
import { canBeId, likelyKind, nearest } from './guess'

const kind = (id: string, channels: string[], is_device = true) =>
  ({ id, is_device, channels: channels.map((name) => ({ name })) }) as Kind

const KINDS = [
  kind('river_gauge', ['water_level']),
  kind('rain_gauge', ['rain_1h', 'battery']),
  kind('door_sensor', ['open', 'battery']),
  kind('weather_station', ['wind_speed', 'temperature', 'humidity']),
  kind('site', ['water_level'], false),
]

describe('the likely kind', () => {
  it('is the one whose channels fit best, and always a device', () => {
    expect(likelyKind(['water_level'], KINDS)).toBe('river_gauge')
    expect(likelyKind(['battery', 'open'], KINDS)).toBe('door_sensor')
    expect(likelyKind(['temperature', 'humidity'], KINDS)).toBe('weather_station')
  })

  it('is none where nothing fits', () => {
    expect(likelyKind(['colour'], KINDS)).toBe('')
    expect(likelyKind([], KINDS)).toBe('')
  })
})

describe('names', () => {
  it.each(['gauge-1', 'a', 'esp32-a4cf12', 'a'.repeat(64)])('%s can be an id', (name) => {
    expect(canBeId(name)).toBe(true)
  })
  it.each(['ESP32', '-a', 'a-', 'a b', 'đ', '', 'a'.repeat(65)])('%s cannot be an id', (name) => {
    expect(canBeId(name)).toBe(false)
  })
})

describe('the nearest', () => {
  it('reckons a degree of longitude shorter than one of latitude', () => {
    const things = [
      { id: 'north', lat: 60.06, lon: 10 },
      { id: 'east', lat: 60, lon: 10.1 },
      { id: 'here', lat: 60, lon: 10 },
    ]
    expect(nearest(things, { lat: 60, lon: 10 }).map(({ id }) => id)).toEqual(['here', 'east', 'north'])
  })
})
