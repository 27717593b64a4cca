import { describe, expect, it } from 'vitest'
import type { Columns } from '../charts/data'
import { isPossible, NEEDS, nextStep, stepBack, undoOf } from './acts'
import { curvesOf, lastingOf, rangeAround } from './curves'
import {
  asSearch,
  filterOf,
  inOrder,
  narrowings,
  neighbour,
  ORDERS,
  searchOf,
  statesOf,
  widened,
} from './filter'
import { byRule, byWeight, fieldsOf } from './findings'
import { SHORTCUTS, shortcutOf } from './shortcuts'
import { sparkline } from './sparkline'
import { STATES, type State } from './states'
import { happenedKey, lastSeq, linesOf, newsSince, worthTelling } from './timeline'
import { countdown } from './useWords'

type Ranked = Parameters<typeof inOrder>[0][number]

const incident = (id: string, more: Partial<Ranked>): Ranked => ({
  id,
  severity: 'minor',
  state: 'suspected',
  urgency: 20,
  opened: '2026-11-22T10:00:00Z',
  resolved: null,
  ...more,
})

describe('the order of the queue', () => {
  it('is urgency, then severity, then the newest', () => {
    const given = [
      incident('minor', {}),
      incident('major-old', { severity: 'major', opened: '2026-11-22T08:00:00Z' }),
      incident('urgent', { urgency: 90 }),
      incident('major-new', { severity: 'major', state: 'in_progress', opened: '2026-11-22T11:00:00Z' }),
    ]
    expect(inOrder(given, 'urgency').map(({ id }) => id)).toEqual([
      'urgent',
      'major-new',
      'major-old',
      'minor',
    ])
    expect(inOrder(given, 'newest').map(({ id }) => id)).toEqual([
      'major-new',
      'minor',
      'urgent',
      'major-old',
    ])
  })

  it('puts what is over last, the last that ended first, however urgent it was', () => {
    const given = [
      incident('first', { state: 'resolved', urgency: 100, resolved: '2026-11-22T11:00:00Z' }),
      incident('later', { state: 'reviewed', urgency: 1, resolved: '2026-11-22T12:00:00Z' }),
      incident('active', { urgency: 0 }),
    ]
    expect(inOrder(given, 'urgency').map(({ id }) => id)).toEqual(['active', 'later', 'first'])
  })

  it('does not depend on the order in which incidents come', () => {
    const given = ['b', 'a', 'c'].map((id) => incident(id, {}))
    for (const order of ORDERS) expect(inOrder(given, order)).toEqual(inOrder([...given].reverse(), order))
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
      states: ['confirmed', 'resolved'],
      severities: ['critical', 'info'],
      kinds: ['river_gauge'],
      place: 'phuong-kinh-bac',
      agency: 'dien-luc',
      mine: true,
      snoozed: true,
      drill: true,
      order: 'newest',
      words: 'Đáp Cầu & co',
    } as const
    expect(filterOf(new URLSearchParams(searchOf(filter).toString()))).toEqual(filter)
    expect(narrowings(filter)).toBe(8)
    expect(searchOf(widened({ ...filter, states: [], order: 'urgency', words: '' })).toString()).toBe('')
  })

  it('is empty for an empty address, and drops what is not known', () => {
    expect(asSearch(filterOf(new URLSearchParams()))).toBe('')
    const odd = filterOf(new URLSearchParams('state=all,assigned&severity=awful,major&order=best'))
    expect(odd).toMatchObject({ states: ['assigned'], severities: ['major'], order: 'urgency' })
    expect(narrowings(odd)).toBe(1)
    expect(asSearch(odd, { at: 'x', no: '' })).toBe('?state=assigned&severity=major&at=x')
  })

  it('looks at all in which something is to be done where no state is named', () => {
    expect(statesOf({ states: [] })).toEqual(['suspected', 'confirmed', 'assigned', 'in_progress'])
    expect(statesOf({ states: ['reviewed'] })).toEqual(['reviewed'])
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
    expect(shortcutOf(pressed('q'), false)).toBeNull()
    expect(shortcutOf(pressed('PageUp'), false, ['pageup'])).toBe('pageup')
    // A choice of several has no use for letters, but goes by arrows.
    const radio = { closest: (selector: string) => (selector.startsWith('input,') ? {} : null) }
    expect(shortcutOf(pressed('j', { target: radio }), false)).toBe('j')
    expect(shortcutOf(pressed('ArrowUp', { target: radio }), false, ['arrowup'])).toBeNull()
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

  it('names each kind as the catalogue does', () => {
    expect(happenedKey('incident.task_not_done')).toBe('incident-happened-task-not-done')
    expect(happenedKey('finding.opened')).toBe('incident-happened-finding-opened')
  })

  it('says many findings in a row as one line', () => {
    const found = (seq: number) => entry(seq, 'finding.opened', { finding: `f${seq}` })
    const lines = linesOf([
      entry(9, 'incident.commented'),
      ...[8, 7, 6, 5].map(found),
      entry(4, 'finding.closed'),
    ])
    expect(lines.map((line) => [line.entry.seq, line.more.length])).toEqual([
      [9, 0],
      [8, 3],
      [4, 0],
    ])
    expect(linesOf([8, 7, 6].map(found)).map(({ more }) => more.length)).toEqual([0, 0, 0])
  })
})

describe('what can be done', () => {
  const lasting = [{ cleared: '2026-11-22T10:00:00Z' }, { cleared: null }]
  type Given = Parameters<typeof isPossible>[1]
  const given = (state: State, more: Partial<Given> = {}): Given => ({
    id: 'one',
    state,
    owner: '',
    agency: '',
    snoozed_until: null,
    merged_into: '',
    drill: false,
    learned: '',
    findings: lasting,
    links: [],
    ...more,
  })
  const WHATS = Object.keys(NEEDS) as (keyof typeof NEEDS)[]
  const possible = (one: Given) => WHATS.filter((what) => isPossible(what, one))
  const always = ['link', 'unlink', 'comment']

  it('follows the state of the incident', () => {
    const working = ['assign', 'take', 'snooze', 'resolve', 'merge', ...always]
    expect(new Set(possible(given('suspected')))).toEqual(new Set(['confirm', 'start', ...working]))
    expect(new Set(possible(given('confirmed')))).toEqual(new Set(['unconfirm', 'start', ...working]))
    expect(new Set(possible(given('assigned')))).toEqual(new Set(['release', 'start', ...working]))
    expect(new Set(possible(given('in_progress')))).toEqual(new Set(['release', 'stop', ...working]))
    expect(new Set(possible(given('resolved')))).toEqual(new Set(['reopen', 'review', ...always]))
    expect(new Set(possible(given('reviewed')))).toEqual(new Set(['unreview', ...always]))
  })

  it('is not to open again what is over, except an exercise', () => {
    const over = { findings: lasting.slice(0, 1) }
    expect(isPossible('reopen', given('resolved', over))).toBe(false)
    expect(isPossible('reopen', given('resolved', { findings: [], drill: true }))).toBe(true)
  })

  it('is to take a merge back, and neither to open nor to review what was merged', () => {
    const merged = given('resolved', { merged_into: 'other' })
    expect(possible(merged)).toEqual(['unmerge', ...['link', 'unlink', 'comment']])
    expect(stepBack(merged)).toBe('unmerge')
  })

  it('is to split only where more than one finding lasts', () => {
    expect(isPossible('split', given('confirmed'))).toBe(false)
    expect(isPossible('split', given('confirmed', { findings: [...lasting, { cleared: null }] }))).toBe(true)
  })

  it('leads from alarm to review and back, step by step', () => {
    expect(STATES.map((state) => nextStep(given(state)))).toEqual([
      'confirm',
      'take',
      'start',
      'resolve',
      'review',
      null,
    ])
    expect(STATES.map((state) => stepBack(given(state)))).toEqual([
      null,
      'unconfirm',
      'release',
      'stop',
      'reopen',
      'unreview',
    ])
  })

  it('can be taken back as it was before', () => {
    const mine = given('assigned', { owner: 'lan', agency: 'dien-luc' })
    expect(undoOf({ what: 'confirm' }, given('suspected'))).toEqual({ what: 'unconfirm' })
    expect(undoOf({ what: 'take' }, given('confirmed'))).toEqual({ what: 'release' })
    expect(undoOf({ what: 'take' }, mine)).toEqual({ what: 'assign', owner: 'lan', agency: 'dien-luc' })
    expect(undoOf({ what: 'release' }, mine)).toEqual({ what: 'assign', owner: 'lan', agency: 'dien-luc' })
    expect(undoOf({ what: 'resolve', resolution: 'fixed', reason: '' }, mine)).toEqual({ what: 'reopen' })
    const until = '2026-11-22T12:00:00Z'
    expect(undoOf({ what: 'wake' }, given('assigned', { snoozed_until: until }))).toEqual({
      what: 'snooze',
      until,
    })
    expect(undoOf({ what: 'split', findings: ['f'] }, mine)).toEqual({ what: 'merge', into: 'one' })
    expect(undoOf({ what: 'link', to: 'two', kind: 'related' }, mine)).toEqual({
      what: 'unlink',
      other: 'two',
    })
    const links = [
      { incident: 'two', kind: 'caused_by' as const },
      { incident: 'three', kind: 'causes' as const },
    ]
    const linked = given('assigned', { links })
    expect(undoOf({ what: 'unlink', other: 'two' }, linked)).toEqual({
      what: 'link',
      to: 'two',
      kind: 'caused_by',
    })
    expect(undoOf({ what: 'unlink', other: 'three' }, linked)).toBeNull()
    const merged = given('resolved', { merged_into: 'two' })
    expect(undoOf({ what: 'unmerge' }, merged)).toEqual({ what: 'merge', into: 'two' })
    for (const what of ['unconfirm', 'reopen', 'unmerge'] as const) expect(undoOf({ what }, mine)).toBeNull()
    expect(undoOf({ what: 'comment', text: 'x' }, mine)).toBeNull()
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

  it('are counted by rule, the most first', () => {
    const of = (rule: string, cleared: string | null) =>
      ({ rule, names: { en: rule } as Record<string, string>, cleared }) as unknown as Parameters<
        typeof byRule
      >[0][number]
    const given = [of('level', null), of('silent', null), of('silent', '2026-11-22T11:00:00Z')]
    expect(byRule(given).map(({ rule, all, lasting }) => [rule, all, lasting])).toEqual([
      ['silent', 2, 1],
      ['level', 1, 1],
    ])
  })

  it('say their unit as people write it', () => {
    expect(fieldsOf({ value: 31, unit: 'Cel' }, () => '°C')).toEqual({ value: 31, unit: '°C' })
    expect(fieldsOf({ seconds: 60 }, () => '°C')).toEqual({ seconds: 60 })
  })
})

describe('the curves of an incident', () => {
  type Finding = Parameters<typeof curvesOf>[0][number]
  const finding = (asset: string, channel: string, threshold: number | null, severity = 'major') =>
    ({
      asset,
      asset_name: asset.toUpperCase(),
      channel,
      threshold,
      severity,
      cleared: null,
      opened: '2026-11-22T10:00:00Z',
    }) as Finding

  it('are those of the devices that were found, each with its own limits', () => {
    const given = [
      finding('meter-b', 'voltage', 198),
      finding('meter-a', 'voltage', 207, 'critical'),
      finding('meter-a', 'voltage', 253),
      finding('meter-a', 'voltage', 207),
      finding('camera', '', null, 'critical'),
    ]
    expect(curvesOf(given)).toEqual([
      { asset: 'meter-a', name: 'METER-A', channel: 'voltage', limits: [207, 253] },
      { asset: 'meter-b', name: 'METER-B', channel: 'voltage', limits: [198] },
    ])
    const many = ['a', 'b', 'c', 'd'].map((asset) => finding(asset, 'voltage', 198))
    expect(curvesOf(many)).toHaveLength(3)
  })

  it('show the time of the incident, not that of the reader', () => {
    const hour = 3_600_000
    const opened = Date.parse('2026-11-01T10:00:00Z')
    expect(rangeAround(opened, null, opened + hour)).toEqual({ range: 'day', until: null })
    expect(rangeAround(opened, null, opened + 30 * hour)).toEqual({ range: 'week', until: null })
    const { range, until } = rangeAround(opened, opened + 4 * hour, opened + 30 * 24 * hour)
    expect([range, until]).toEqual(['day', opened + 9 * hour])
    // Just over: what follows is still to be seen.
    expect(rangeAround(opened, opened + 4 * hour, opened + 5 * hour)).toEqual({ range: 'day', until: null })
    expect(rangeAround(opened, null, opened + 2 * 365 * 24 * hour).range).toBe('year')
  })

  it('say how many findings lasted at a time', () => {
    const lasting = (opened: string, cleared: string | null) => ({
      opened: `2026-11-22T${opened}Z`,
      cleared: cleared && `2026-11-22T${cleared}Z`,
    })
    const until = Date.parse('2026-11-22T12:00:00Z')
    const { time, mean } = lastingOf([lasting('10:05:00', null), lasting('10:00:00', '11:00:00')], until)
    expect(mean).toEqual([0, 1, 1, 2, 2, 1, 1])
    expect(time.at(-1)).toBe(until / 1000)
    expect(lastingOf([], until).time).toEqual([])
  })
})

describe('a countdown', () => {
  it('is in hours where there are any, and never below nothing', () => {
    expect(countdown(245_900)).toBe('4:05')
    expect(countdown(3_729_000)).toBe('1:02:09')
    expect(countdown(-5_000)).toBe('0:00')
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
