import { describe, expect, it } from 'vitest'
import type { Api } from '../../api/types'
import { batteryOf, marksOf, nextOut, suspects } from './cause'
import { inTurn, wasBefore } from './tasks'

const element = (id: string, probability: number, lat: number | null = 21.1): Api<'CauseElement'> => ({
  kind: 'power',
  element: id,
  name: id,
  what: 'line',
  asset: '',
  probability,
  lat,
  lon: 106.1,
})

const CAUSE = {
  ...element('471-12', 0.996),
  alternatives: [element('471-13', 0.35), element('nowhere', 0.02, null), element('471-14', 0.004)],
} as Api<'Cause'>

describe('what may have failed', () => {
  it('is the cause first, and what is not worth naming is left out', () => {
    expect(suspects(CAUSE).map((one) => one.element)).toEqual(['471-12', '471-13', 'nowhere'])
  })

  it('is marked with its probability where it is', () => {
    expect(marksOf(suspects(CAUSE)).map(({ said }) => said)).toEqual(['99 %', '35 %'])
  })
})

describe('batteries', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const site = (asset: string, until: string | null) => ({ asset, until }) as Api<'HitAsset'>

  it('hold, are spent or are none', () => {
    expect(batteryOf(site('a', '2026-11-22T10:00:01Z'), now)).toBe('holds')
    expect(batteryOf(site('a', '2026-11-22T10:00:00Z'), now)).toBe('spent')
    expect(batteryOf(site('a', null), now)).toBe('none')
  })

  it('say who is next', () => {
    const sites = [
      site('late', '2026-11-22T14:00:00Z'),
      site('gone', '2026-11-22T09:00:00Z'),
      site('soon', '2026-11-22T11:00:00Z'),
      site('none', null),
    ]
    expect(nextOut(sites, now).map(({ asset }) => asset)).toEqual(['soon', 'late'])
  })
})

describe('tasks', () => {
  const task = (id: string, more: Partial<Api<'IncidentTask'>>) =>
    ({
      id,
      title: id,
      agency: '',
      assignee: '',
      state: 'open',
      due: null,
      ended: null,
      created: '2026-11-22T10:00:00Z',
      ...more,
    }) as Api<'IncidentTask'>

  it('stand by what is due first; what has ended comes last, the last that ended first', () => {
    const given = [
      task('ended-first', { state: 'done', ended: '2026-11-22T10:10:00Z' }),
      task('ended-last', { state: 'cancelled', ended: '2026-11-22T10:20:00Z' }),
      task('whenever-later', { created: '2026-11-22T10:01:00Z' }),
      task('whenever', {}),
      task('due', { due: '2026-11-22T12:00:00Z' }),
    ]
    expect(inTurn(given).map(({ id }) => id)).toEqual([
      'due',
      'whenever',
      'whenever-later',
      'ended-last',
      'ended-first',
    ])
  })

  it('are given back what a change took, and only that', () => {
    const was = task('one', { due: '2026-11-22T12:00:00Z', agency: 'dien-luc' })
    expect(wasBefore(was, { state: 'done' })).toEqual({ state: 'open' })
    expect(wasBefore(was, { due: null, agency: '' })).toEqual({ due: was.due, agency: 'dien-luc' })
  })
})
