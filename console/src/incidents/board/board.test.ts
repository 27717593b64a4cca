import { describe, expect, it } from 'vitest'
import type { Api } from '../../api/types'
import { CITY } from '../../testing/fixtures'
import { barsOf, happenings, nextDue } from './lately'
import { incidentFeatures } from './marks'

type Incident = Api<'IncidentSummary'>

const NONE = { confirmed: null, started: null, resolved: null, reviewed: null, due: null }
const one = (id: string, more: Partial<Incident>) =>
  ({ id, severity: 'minor', opened: '2026-11-22T10:00:00Z', ...NONE, ...more }) as Incident

describe('what happened lately', () => {
  const since = Date.parse('2026-11-22T09:30:00Z')

  it('is each step of any incident, the newest first, and nothing older', () => {
    const given = [
      one('old', { opened: '2026-11-22T08:00:00Z', resolved: '2026-11-22T10:30:00Z' }),
      one('new', { confirmed: '2026-11-22T10:05:00Z' }),
    ]
    expect(happenings(given, since).map(({ kind, incident }) => `${incident.id} ${kind}`)).toEqual([
      'old incident.resolved',
      'new incident.confirmed',
      'new incident.opened',
    ])
  })

  it('is counted in parts of the time, the grave ones apart', () => {
    const given = [
      one('a', { opened: '2026-11-22T09:35:00Z', severity: 'critical' }),
      one('b', { opened: '2026-11-22T09:59:59Z' }),
      one('c', { opened: '2026-11-22T09:50:00Z', severity: 'major' }),
      one('before', { opened: '2026-11-22T09:00:00Z' }),
      one('after', { opened: '2026-11-22T10:00:00Z' }),
    ]
    expect(barsOf(given, since, since + 30 * 60_000, 3)).toEqual([
      { grave: 1, other: 0 },
      { grave: 0, other: 0 },
      { grave: 1, other: 1 },
    ])
  })
})

it('shows the clocks that run out first', () => {
  const given = [
    one('late', { due: '2026-11-22T10:40:00Z' }),
    one('none', {}),
    one('soon', { due: '2026-11-22T10:10:00Z' }),
  ]
  expect(nextDue(given, 5).map(({ id }) => id)).toEqual(['soon', 'late'])
  expect(nextDue(given, 1).map(({ id }) => id)).toEqual(['soon'])
})

describe('incidents on the map', () => {
  const at = (id: string, more: Partial<Incident>) =>
    one(id, { state: 'suspected', asset_kind: 'river_gauge', lat: 21.2, lon: 106.1, ...more })

  it('are drawn by what they are about and how grave they are, the first of the queue on top', () => {
    const drawn = incidentFeatures(
      [at('first', { severity: 'critical' }), at('second', { asset_kind: '' })],
      CITY,
    )
    expect(drawn.map(({ properties }) => [properties?.id, properties?.symbol])).toEqual([
      ['second', 'pin-faulty'],
      ['first', 'river-alarm'],
    ])
    expect(drawn[1]?.properties?.rank).toBeGreaterThan(drawn[0]?.properties?.rank)
  })

  it('are calm once they are over, and left out where nobody knows where they are', () => {
    const drawn = incidentFeatures(
      [at('over', { state: 'resolved', severity: 'critical' }), at('no', { lat: null })],
      CITY,
    )
    expect(drawn.map(({ properties }) => properties?.symbol)).toEqual(['river-ok'])
  })
})
