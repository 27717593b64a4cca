import { describe, expect, it } from 'vitest'
import type { Api } from '../api/types'
import { bundleOf } from '../i18n/catalogue'
import { LANGUAGES } from '../i18n/languages'
import { begin, nextStep, requestAt, stepBy, stepsOfKey } from './checklist'
import {
  chosenFeatures,
  drawnElement,
  guessedOutage,
  lineFeatures,
  placeOf,
  placeOfFeeder,
  stateFeatures,
  switchFeatures,
} from './lines'
import { knownOf, ordered } from './measured/order'
import { inThousands } from './measured/units'
import { movedTo, NO_MOVES, redo, requestOf, undo, withMove } from './moves'
import { others, percentOf } from './useEvidence'

const MAP: Api<'GridMap'> = {
  version: '1',
  simulated: true,
  lines: {
    id: ['a', 'b'],
    feeder: [0, -1],
    overhead: [true, false],
    points: [106, 21, 106.2, 21.2, 106.2, 21.2, 106.4, 21],
  },
  switches: {
    id: ['s', 'tie'],
    kind: ['recloser', 'tie'],
    normally_closed: [true, false],
    remote: [true, true],
    lon: [106.2, 106.4],
    lat: [21.2, 21],
  },
  feeders: { id: ['f'], name: ['471'], kind: ['public'] },
}

describe('what is drawn', () => {
  it('draws each line once, from its beginning to its end', () => {
    expect(lineFeatures(MAP).map(({ properties }) => properties)).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(lineFeatures(MAP)[1]?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [106.2, 21.2],
        [106.4, 21],
      ],
    })
  })
  it('draws dead and overloaded lines over the others; dead goes first, an unknown row nowhere', () => {
    const said = (dead: number[], overloaded: number[], estimated: number[] = []) =>
      stateFeatures(MAP, { dead, estimated, overloaded, moved: [] }).map(({ properties }) => properties)
    expect(said([], [])).toEqual([])
    expect(said([1], [0, 1])).toEqual([
      { id: 'a', state: 'over' },
      { id: 'b', state: 'dead' },
    ])
    expect(said([0, 1], [], [1]).map((one) => one?.state)).toEqual(['dead', 'guessed'])
    expect(said([7], [])).toEqual([])
    expect(stateFeatures(MAP, undefined)).toEqual([])
  })
  it('puts what has moved on top, then what is open', () => {
    const orders = (moved: string[]) =>
      switchFeatures(MAP, { dead: [], estimated: [], overloaded: [], moved }).map(
        ({ properties }) => properties?.order,
      )
    const [recloser, tie] = orders([])
    expect(tie).toBeGreaterThan(recloser)
    const [moved, still] = orders(['s'])
    expect(moved).toBeGreaterThan(still)
  })
  it('marks what is touched', () => {
    expect(chosenFeatures(MAP, 'a').map(({ geometry }) => geometry.type)).toEqual(['LineString'])
    expect(chosenFeatures(MAP, 'tie').map(({ geometry }) => geometry.type)).toEqual(['Point'])
    expect(chosenFeatures(MAP, '')).toEqual([])
  })
  it('says of what is touched what it is, as it is', () => {
    const state = { dead: [1], estimated: [] as number[], overloaded: [0], moved: ['tie'] }
    expect(drawnElement(MAP, state, 'a')).toMatchObject({
      what: 'line',
      state: 'over',
      feeder: { id: 'f', name: '471' },
    })
    expect(drawnElement(MAP, state, 'b')).toMatchObject({ state: 'dead', overhead: false, feeder: null })
    expect(drawnElement(MAP, state, 'tie')).toMatchObject({ what: 'switch', closed: true, moved: true })
    expect(drawnElement(MAP, undefined, 's')).toMatchObject({ kind: 'recloser', closed: true, moved: false })
    expect(drawnElement(MAP, { ...state, estimated: [1] }, 'b')).toMatchObject({ state: 'guessed' })
    expect(drawnElement(MAP, state, 'none')).toBeNull()
  })
  it('turns a switch that has moved', () => {
    const closed = (moved: string[]) =>
      switchFeatures(MAP, { dead: [], estimated: [], overloaded: [], moved }).map(
        ({ properties }) => properties?.closed,
      )
    expect(closed([])).toEqual([true, false])
    expect(closed(['s', 'tie'])).toEqual([false, true])
  })
  it('finds a switch, and the middle of a line', () => {
    expect(placeOf(MAP, 'a')?.map((one) => one.toFixed(2))).toEqual(['106.10', '21.10'])
    expect(placeOf(MAP, 'tie')).toEqual([106.4, 21])
    expect(placeOf(MAP, 'none')).toBeNull()
  })
})

describe('moves of a simulation', () => {
  it('are taken back and done again', () => {
    const one = withMove(NO_MOVES, { what: 'out', id: 'a' })
    const two = withMove(one, { what: 'switch', id: 's', closed: false })
    expect(requestOf(two)).toEqual({ out: ['a'], switches: [{ id: 's', closed: false }] })
    expect(requestOf(undo(two))).toEqual({ out: ['a'], switches: [] })
    expect(redo(undo(two))).toEqual(two)
    expect(undo(NO_MOVES)).toEqual(NO_MOVES)
    expect(withMove(undo(two), { what: 'out', id: 'b' }).undone).toEqual([])
  })
  it('count a switch once, where it ended', () => {
    const there = withMove(NO_MOVES, { what: 'switch', id: 's', closed: false })
    const back = withMove(there, { what: 'switch', id: 's', closed: true })
    expect(requestOf(back).switches).toEqual([{ id: 's', closed: true }])
  })
  it('know where a switch was moved to last', () => {
    const there = withMove(NO_MOVES, { what: 'switch', id: 's', closed: false })
    expect(movedTo(there, 's')).toBe(false)
    expect(movedTo(withMove(there, { what: 'switch', id: 's', closed: true }), 's')).toBe(true)
    expect(movedTo(undo(there), 's')).toBeUndefined()
  })
})

describe('the checklist of a plan', () => {
  const step = (id: string, close: boolean): Api<'PlanStep'> => ({
    switch: id,
    kind: 'load_break',
    close,
    remote: true,
    minutes: 1,
    why: 'isolate',
    feeder: 'f',
    feeder_name: '471',
    customers: 10,
    u_min_pu: 1,
    loading_max: 0.5,
    lon: null,
    lat: null,
  })
  const lost = { customers: 0, p_mw: 0, sites: 0, assets: 0 }
  const plan: Api<'SwitchingPlan'> = {
    labels: ['best'],
    tripped: ['breaker'],
    steps: [step('s', false), step('breaker', true), step('tie', true)],
    restored: lost,
    left: lost,
    minutes: 3,
    u_min_pu: 1,
    loading_max: 0.5,
    gap: 0,
    proven: true,
  }
  const fault = { out: ['a'], switches: [{ id: 's', closed: true }] }

  it('begins with what protection has opened, and adds each step that is done', () => {
    const opened = begin(plan)
    expect(requestAt(fault, null)).toEqual(fault)
    expect(requestAt(fault, opened)).toEqual({
      out: ['a'],
      switches: [
        { id: 's', closed: true },
        { id: 'breaker', closed: false },
      ],
    })
    expect(requestAt(fault, stepBy(opened, 3)).switches).toEqual([
      { id: 's', closed: false },
      { id: 'breaker', closed: true },
      { id: 'tie', closed: true },
    ])
  })
  it('goes on and back, never beyond its ends', () => {
    const opened = begin(plan)
    expect(nextStep(opened)?.switch).toBe('s')
    expect(stepBy(opened, -1).done).toBe(0)
    expect(stepBy(stepBy(opened, 1), -1)).toEqual(opened)
    expect(stepBy(opened, 9).done).toBe(3)
    expect(nextStep(stepBy(opened, 9))).toBeUndefined()
  })
  it('is gone through by keys; on a button Space and Enter are the button’s own', () => {
    expect([' ', 'Enter', 'Backspace', 'x'].map((key) => stepsOfKey(key, false))).toEqual([1, 1, -1, 0])
    expect([' ', 'Enter', 'Backspace'].map((key) => stepsOfKey(key, true))).toEqual([0, 0, -1])
  })
})

const ESTIMATE = {
  incident: 'incident-1',
  probability: 0.8,
  devices: 9,
  silent: 8,
  against: 1,
  unheard: 0,
  since: null,
}

describe('what may have opened instead', () => {
  const one = (element: string, probability: number) => ({
    element,
    element_kind: 'line' as const,
    probability,
  })
  it('names three at most and none that is hardly possible', () => {
    const alternatives = [one('a', 0.1), one('b', 0.05), one('c', 0.02), one('d', 0.012), one('e', 0.004)]
    expect(others({ ...ESTIMATE, alternatives }).map(({ element }) => element)).toEqual(['a', 'b', 'c'])
    expect(others({ ...ESTIMATE, alternatives: [one('e', 0.004)] })).toEqual([])
  })
  it('says of nothing that it is certain which is only nearly so', () => {
    expect([0, 0.004, 0.834, 0.996, 1].map(percentOf)).toEqual([0, 1, 83, 99, 100])
  })
})

describe('the outage that no switch tells of and a line hangs on', () => {
  const outage = (element: string, feeder: string, estimated = true): Api<'Outage'> => ({
    id: element,
    feeder,
    feeder_name: feeder,
    element,
    element_kind: 'switch',
    since: null,
    lost: { customers: 1, p_mw: 1, sites: 0, assets: 0 },
    critical_sites: [],
    kinds: {},
    estimate: estimated ? { ...ESTIMATE, alternatives: [] } : null,
  })
  const found = (id: string, outages: Api<'Outage'>[]) => {
    const state = { dead: [0], estimated: [0], overloaded: [], moved: [] }
    const element = drawnElement(MAP, state, id)
    return element && guessedOutage(outages, element)?.element
  }
  const feeder = MAP.feeders.id[0] ?? ''
  it('is the one that hangs on itself', () => {
    expect(found('a', [outage('x', feeder), outage('a', 'other')])).toBe('a')
    expect(found('s', [outage('s', feeder)])).toBe('s')
    expect(found('s', [outage('s', feeder, false)])).toBeUndefined()
  })
  it('is else the only one of its feeder; of several nobody knows which', () => {
    expect(found('a', [outage('x', feeder), outage('y', feeder, false), outage('z', 'other')])).toBe('x')
    expect(found('a', [outage('x', feeder), outage('z', feeder)])).toBeUndefined()
    expect(found('b', [outage('x', ''), outage('y', feeder)])).toBeUndefined()
    expect(found('s', [outage('x', feeder)])).toBeUndefined()
  })
})

describe('where a feeder begins', () => {
  it('is at its first line; nowhere for one that is unknown', () => {
    expect(placeOfFeeder(MAP, MAP.feeders.id[0] ?? '')).toEqual(MAP.lines.points.slice(0, 2))
    expect(placeOfFeeder(MAP, 'unknown')).toBeNull()
    expect(placeOfFeeder(MAP, '')).toBeNull()
  })
})

describe('a measured value', () => {
  it('is said in thousands from a thousand on, a voltage to 10 V', () => {
    expect(inThousands(400, 'V')).toEqual([400, 'V', 1])
    expect(inThousands(22_400, 'V')).toEqual([22.4, 'kV', 2])
    expect(inThousands(-3_000, 'W')).toEqual([-3, 'kW', 1])
  })
})

describe('the parts of the grid', () => {
  const part = (at: string, observable: boolean, consistent: boolean) => ({ at, observable, consistent })
  it('stand with those first that are not well known, then by name', () => {
    const parts = [
      part('E10', true, true),
      part('E9', true, true),
      part('C', false, true),
      part('D', true, false),
      part('B', false, false),
    ]
    expect(ordered(parts, 'vi').map((one) => [one.at, knownOf(one)])).toEqual([
      ['D', 'contradictory'],
      ['B', 'unobservable'],
      ['C', 'unobservable'],
      ['E9', 'consistent'],
      ['E10', 'consistent'],
    ])
  })
})

describe.each(LANGUAGES)('in %s', (language) => {
  const bundle = bundleOf(language)
  const say = (key: string, args: Record<string, string | number>) => {
    const pattern = bundle.getMessage(key)?.value
    return pattern ? bundle.formatPattern(pattern, args) : ''
  }
  it('a doubted switch is named, with how many devices report behind it', () => {
    for (const devices of [1, 3]) {
      expect(say('console-grid-doubted', { devices, switch: 'tie-7' })).toContain('tie-7')
    }
    expect(say('console-grid-doubted', { devices: 3, switch: 'tie-7' })).toContain('3')
  })
  it('the evidence has its figures, however many devices there are', () => {
    expect(say('console-grid-evidence', { silent: 12, devices: 14 })).toMatch(/12.*14|14.*12/)
    const since = { silent: 12, devices: 14, time: '16:31' }
    for (const figure of ['12', '14', '16:31']) {
      expect(say('console-grid-evidence-since', since)).toContain(figure)
    }
    expect(say('console-grid-evidence-against', { against: 2 })).toContain('2')
    const one = say('console-grid-evidence', { silent: 1, devices: 1 })
    expect(one).not.toBe('')
    expect(one).not.toContain('devices')
  })
})
