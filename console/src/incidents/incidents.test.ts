import { describe, expect, it } from 'vitest'
import type { Columns } from '../charts/data'
import { isPossible, undoOf } from './acts'
import { byUrgency, filterOf, narrowings, neighbour, searchOf, statesOf } from './filter'
import { byWeight, fieldsOf } from './findings'
import { SHORTCUTS, shortcutOf } from './shortcuts'
import { sparkline } from './sparkline'
import { lastSeq, newsSince, worthTelling } from './timeline'

type Ranked = Parameters<typeof byUrgency>[0][number]

const incident = (id: string, more: Partial<Ranked>): Ranked => ({
  id,
  severity: 'minor',
  state: 'open',
  opened: '2026-11-22T10:00:00Z',
  closed: null,
  ...more,
})

describe('the order of the queue', () => {
  it('is severity, then state, then the newest', () => {
    const given = [
      incident('minor', {}),
      incident('major-old', { severity: 'major', opened: '2026-11-22T08:00:00Z' }),
      incident('major-seen', { severity: 'major', state: 'acknowledged', opened: '2026-11-22T12:00:00Z' }),
      incident('major-new', { severity: 'major', opened: '2026-11-22T11:00:00Z' }),
      incident('critical-seen', { severity: 'critical', state: 'acknowledged' }),
    ]
    expect(byUrgency(given).map(({ id }) => id)).toEqual([
      'critical-seen',
      'major-new',
      'major-old',
      'major-seen',
      'minor',
    ])
  })

  it('puts what is closed last, the newest closed first, whatever its severity', () => {
    const given = [
      incident('closed-first', { state: 'closed', severity: 'critical', closed: '2026-11-22T11:00:00Z' }),
      incident('closed-later', { state: 'closed', severity: 'info', closed: '2026-11-22T12:00:00Z' }),
      incident('open', { severity: 'info' }),
    ]
    expect(byUrgency(given).map(({ id }) => id)).toEqual(['open', 'closed-later', 'closed-first'])
  })

  it('does not depend on the order in which incidents come', () => {
    const given = ['b', 'a', 'c'].map((id) => incident(id, {}))
    expect(byUrgency(given)).toEqual(byUrgency([...given].reverse()))
  })
})

describe('moving through the queue', () => {
  const ids = ['a', 'b', 'c']
  it('stops at both ends and begins at the near one', () => {
    expect(neighbour(ids, 'a', 1)).toBe('b')
    expect(neighbour(ids, 'c', 1)).toBe('c')
    expect(neighbour(ids, 'a', -1)).toBe('a')
    expect(neighbour(ids, '', 1)).toBe('a')
    expect(neighbour(ids, '', -1)).toBe('c')
    expect(neighbour([], '', 1)).toBeUndefined()
  })
})

describe('the filter in the address', () => {
  it('comes back as it was written', () => {
    const filter = {
      show: 'closed',
      severities: ['critical', 'info'],
      kinds: ['river_gauge'],
      place: 'phuong-kinh-bac',
      words: 'Đáp Cầu & co',
    } as const
    expect(filterOf(new URLSearchParams(searchOf(filter).toString()))).toEqual(filter)
  })

  it('is empty for an empty address, and drops what is not known', () => {
    expect(searchOf(filterOf(new URLSearchParams())).toString()).toBe('')
    const odd = filterOf(new URLSearchParams('show=all&severity=awful,major'))
    expect(odd.show).toBe('active')
    expect(odd.severities).toEqual(['major'])
    expect(narrowings(odd)).toBe(1)
  })

  it('takes what is not closed as active', () => {
    expect(statesOf('active')).toEqual(['open', 'acknowledged'])
    expect(statesOf('closed')).toEqual(['closed'])
  })
})

describe('keys', () => {
  const pressed = (key: string, more = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    target: null,
    ...more,
  })

  it('act in either case, but not with a modifier, in a dialog or in a field', () => {
    for (const key of SHORTCUTS) expect(shortcutOf(pressed(key), false)).toBe(key)
    expect(shortcutOf(pressed('J'), false)).toBe('j')
    expect(shortcutOf(pressed('a', { ctrlKey: true }), false)).toBeNull()
    expect(shortcutOf(pressed('a'), true)).toBeNull()
    expect(shortcutOf(pressed('a', { target: { closest: () => ({}) } }), false)).toBeNull()
    expect(shortcutOf(pressed('z'), false)).toBeNull()
  })
})

describe('a timeline', () => {
  const entry = (seq: number, kind: string, data: Record<string, unknown> = {}) => ({
    seq,
    kind,
    data,
    time: '2026-11-22T10:00:00Z',
    actor: 'system:signals',
    actor_name: 'system:signals',
    text: '',
  })
  const entries = [
    entry(1, 'incident.opened', { finding: 'f1' }),
    entry(2, 'finding.opened', { finding: 'f1' }),
    entry(3, 'incident.refreshed', { from: 'major', severity: 'major' }),
    entry(4, 'finding.opened', { finding: 'f2' }),
    entry(5, 'incident.refreshed', { from: 'major', severity: 'minor' }),
    entry(6, 'incident.commented'),
  ]

  it('tells each thing once, the newest first', () => {
    expect(worthTelling(entries).map(({ seq }) => seq)).toEqual([6, 5, 4, 1])
  })

  it('knows what came after what was seen', () => {
    expect(newsSince(entries, 4).map(({ seq }) => seq)).toEqual([6, 5])
    expect(newsSince(entries, lastSeq(entries))).toEqual([])
    expect(lastSeq([])).toBe(0)
  })
})

describe('what can be done', () => {
  const lasting = [{ cleared: '2026-11-22T10:00:00Z' }, { cleared: null }]
  const possible = (state: 'open' | 'acknowledged' | 'closed', findings = lasting) =>
    (['acknowledge', 'unacknowledge', 'close', 'reopen', 'comment'] as const).filter((what) =>
      isPossible(what, { state, findings }),
    )

  it('follows the state of the incident', () => {
    expect(possible('open')).toEqual(['acknowledge', 'close', 'comment'])
    expect(possible('acknowledged')).toEqual(['unacknowledge', 'close', 'comment'])
    expect(possible('closed')).toEqual(['reopen', 'comment'])
  })

  it('is not to open again what is over', () => {
    expect(possible('closed', lasting.slice(0, 1))).toEqual(['comment'])
    expect(possible('closed', [])).toEqual(['comment'])
  })

  it('is to take back an acknowledgement and a closing, nothing else', () => {
    expect(undoOf('acknowledge')).toBe('unacknowledge')
    expect(undoOf('close')).toBe('reopen')
    for (const what of ['unacknowledge', 'reopen', 'comment'] as const) expect(undoOf(what)).toBeNull()
  })
})

describe('findings', () => {
  it('stand with those that last first, the gravest of them on top', () => {
    const finding = (id: string, severity: string, cleared: string | null, opened = '2026-11-22T10:00:00Z') =>
      ({ id, severity, cleared, opened }) as Parameters<typeof byWeight>[0][number]
    const given = [
      finding('over', 'critical', '2026-11-22T11:00:00Z'),
      finding('minor', 'minor', null),
      finding('major-old', 'major', null),
      finding('major-new', 'major', null, '2026-11-22T11:00:00Z'),
    ]
    expect(byWeight(given).map(({ id }) => id)).toEqual(['major-new', 'major-old', 'minor', 'over'])
  })

  it('say their unit as people write it', () => {
    expect(fieldsOf({ value: 31, unit: 'Cel' }, () => '°C')).toEqual({ value: 31, unit: '°C' })
    expect(fieldsOf({ seconds: 60 }, () => '°C')).toEqual({ seconds: 60 })
  })
})

describe('the small curve', () => {
  const column = [1, null, 3]
  const columns: Columns = { time: [0, 50, 100], mean: column, low: column, high: column }
  const box = { width: 100, height: 10 }

  it('breaks where nothing was heard and keeps values and limits in the box', () => {
    const drawn = sparkline(columns, [2, 2], { start: 0, end: 100_000 }, box)
    expect(drawn.curve.match(/M/g)).toHaveLength(2)
    expect(drawn.curve).not.toContain('L')
    expect(drawn.limits).toEqual([{ y: 5, value: 2 }])
    expect(drawn.x(50_000)).toBe(50)
  })

  it('makes room for a limit that no value reaches', () => {
    const { limits } = sparkline(columns, [9], { start: 0, end: 100_000 }, box)
    expect(limits[0]?.y).toBeGreaterThan(0)
    expect(limits[0]?.y).toBeLessThan(2)
  })
})
