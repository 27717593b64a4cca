import { describe, expect, it } from 'vitest'
import {
  areaOf,
  arrowAcross,
  crossesItself,
  inserted,
  lengthOf,
  moved,
  type Point,
  shifted,
  without,
} from './geometry'
import {
  asKind,
  clock,
  freeId,
  minutesOf,
  newScene,
  placed,
  ready,
  type Scene,
  wrongScene,
  wrongShape,
  wrongZone,
} from './scenes'
import { NO_STEPS, noted, redone, type Steps, undone } from './steps'

const SQUARE: Point[] = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
]
const BOW: Point[] = [
  [0.2, 0.2],
  [0.8, 0.8],
  [0.8, 0.2],
  [0.2, 0.8],
]

describe('a polygon', () => {
  it('crosses itself where two of its edges meet', () => {
    expect(crossesItself(SQUARE)).toBe(false)
    expect(crossesItself(BOW)).toBe(true)
    // A corner that touches another edge.
    expect(
      crossesItself([
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 0],
        [0, 1],
      ]),
    ).toBe(true)
    // One edge that runs back along the one before.
    expect(
      crossesItself([
        [0, 0],
        [1, 0],
        [0.5, 0],
        [0.5, 1],
      ]),
    ).toBe(true)
    // A corner in the middle of a straight edge is none of that, and a corner given twice is one corner.
    expect(
      crossesItself([
        [0, 0],
        [0.5, 0],
        [1, 0],
        [1, 1],
      ]),
    ).toBe(false)
    expect(
      crossesItself([
        [0, 0],
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    ).toBe(false)
  })

  it('has an area, a line a length', () => {
    expect(areaOf(SQUARE)).toBeCloseTo(0.36)
    expect(areaOf([...SQUARE].reverse())).toBeCloseTo(0.36)
    expect(
      lengthOf([
        [0, 0],
        [0.3, 0.4],
        [0.3, 1],
      ]),
    ).toBeCloseTo(1.1)
  })
})

describe('points', () => {
  it('are moved, never out of the picture', () => {
    expect(moved(SQUARE, 1, [1.4, -0.2])[1]).toEqual([1, 0])
    expect(SQUARE[1]).toEqual([0.8, 0.2])
  })

  it('are moved together as far as all of them stay inside', () => {
    expect(shifted(SQUARE, [0.5, 0.1])).toEqual([
      [0.4, 0.3],
      [1, 0.3],
      [1, 0.9],
      [0.4, 0.9],
    ])
  })

  it('are added in the middle of an edge, the last of a polygon too', () => {
    expect(inserted(SQUARE, 0, true)[1]).toEqual([0.5, 0.2])
    expect(inserted(SQUARE, 3, true)[4]).toEqual([0.2, 0.5])
    expect(inserted(SQUARE, 1, true, [0.9, 0.5])[2]).toEqual([0.9, 0.5])
    expect(inserted(SQUARE, 9, true)).toEqual(SQUARE)
  })

  it('are added beyond the end of a line, within the picture', () => {
    expect(
      inserted(
        [
          [0.2, 0.5],
          [0.4, 0.5],
        ],
        1,
        false,
      )[2],
    ).toEqual([0.5, 0.5])
    const [x = 0, y = 0] =
      inserted(
        [
          [0.2, 0.99],
          [0.98, 0.99],
        ],
        1,
        false,
      )[2] ?? []
    expect(x).toBeLessThan(1)
    expect(y).toBeLessThan(1)
  })

  it('are taken away', () => {
    expect(without(SQUARE, 0)).toEqual(SQUARE.slice(1))
  })
})

describe('the arrow across a line', () => {
  it('goes from the left of the way to its right', () => {
    // Up the picture, the right is to the right.
    expect(
      arrowAcross(
        [
          [50, 100],
          [50, 0],
        ],
        20,
      ),
    ).toEqual({ from: [40, 50], to: [60, 50] })
    expect(
      arrowAcross(
        [
          [0, 50],
          [100, 50],
        ],
        20,
      ),
    ).toEqual({ from: [50, 40], to: [50, 60] })
  })

  it('stands in the middle of the whole line', () => {
    expect(
      arrowAcross(
        [
          [0, 0],
          [10, 0],
          [100, 0],
        ],
        2,
      )?.from[0],
    ).toBe(50)
    expect(
      arrowAcross(
        [
          [5, 5],
          [5, 5],
        ],
        2,
      ),
    ).toBeNull()
    expect(arrowAcross([], 2)).toBeNull()
  })
})

const scene = (part: Partial<Scene> = {}): Scene => ({
  ...newScene('intrusion', 'Fence', []),
  points: SQUARE,
  ...part,
})
const keys = (found: readonly { field: string; key: string }[]) => found.map(({ field, key }) => [field, key])

describe('a scene', () => {
  it('is refused as the platform would refuse it', () => {
    expect(wrongScene(scene())).toEqual([])
    expect(keys(wrongScene(scene({ points: BOW })))).toEqual([['points', 'vision-plan-polygon-crosses']])
    expect(keys(wrongScene(scene({ points: SQUARE.slice(0, 2) })))).toEqual([
      ['points', 'vision-plan-points-few'],
    ])
    expect(keys(wrongScene(scene({ name: ' ' })))).toEqual([['name', 'vision-plan-name-length']])
    expect(keys(wrongScene(scene({ kind: 'loitering' })))).toEqual([['dwell_s', 'vision-plan-dwell-needed']])
    expect(keys(wrongScene(scene({ kind: 'crowd', limit: 1 })))).toEqual([
      ['limit', 'vision-plan-limit-needed'],
    ])
    const hours = [{ days: [], start: 60, end: 60 }]
    expect(keys(wrongScene(scene({ hours })))).toEqual([
      ['hours.0.days', 'console-cameras-hours-no-day'],
      ['hours.0.end', 'vision-plan-hours-empty'],
    ])
    expect(keys(wrongZone({ id: 'z', name: 'z', points: BOW }))).toEqual([
      ['points', 'vision-plan-polygon-crosses'],
    ])
  })

  it('needs a shape of some size', () => {
    expect(wrongShape(ready(true), true)).toBeNull()
    expect(wrongShape(ready(false), false)).toBeNull()
    expect(
      wrongShape(
        [
          [0.5, 0.5],
          [0.5, 0.505],
        ],
        true,
      )?.key,
    ).toBe('vision-plan-line-short')
    expect(
      wrongShape(
        [
          [0.1, 0.1],
          [0.5, 0.1],
          [0.3, 0.1001],
        ],
        false,
      )?.key,
    ).toBe('vision-plan-polygon-flat')
    expect(
      wrongShape(
        Array.from({ length: 65 }, (_, at): Point => [at / 65, at / 65]),
        true,
      )?.key,
    ).toBe('vision-plan-points-many')
  })

  it('of another kind loses what that kind does not have', () => {
    const crowd = asKind(scene({ labels: ['person', 'car'] }), 'crowd')
    expect(crowd).toMatchObject({ kind: 'crowd', limit: 2, direction: 'both' })
    const stopped = asKind(crowd, 'stopped_vehicle')
    expect(stopped).toMatchObject({ limit: 0, labels: ['car'], dwell_s: 30 })
    expect(asKind(stopped, 'wrong_way').direction).toBe('forward')
    expect(asKind(scene({ labels: ['person'] }), 'water').labels).toEqual([])
    expect(asKind(scene({ kind: 'wrong_way', direction: 'backward' }), 'intrusion').direction).toBe('both')
  })

  it('gets an id that nobody has', () => {
    expect(newScene('line_crossing', 'x', []).id).toBe('line-crossing')
    expect(freeId('zone', ['zone', 'zone-2'])).toBe('zone-3')
  })

  it('is found by the platform’s name of a fault', () => {
    expect(placed('scene.1.points', ['a', 'b'], 'scene')).toEqual({ id: 'b', field: 'points' })
    expect(placed('scene.0.hours.2.end', ['a'], 'scene')).toEqual({ id: 'a', field: 'hours.2.end' })
    expect(placed('scene.0.points.4', ['a'], 'scene')).toEqual({ id: 'a', field: 'points' })
    expect(placed('scene.0.id', ['a'], 'scene')).toBeNull()
    expect(placed('zone.0.points', ['a'], 'scene')).toBeNull()
    expect(placed('scene.7.points', ['a'], 'scene')).toBeNull()
    expect(placed('main', ['a'], 'scene')).toBeNull()
  })
})

it('writes minutes of the day as a clock does, and the end of the day as midnight', () => {
  expect([clock(0), clock(390), clock(1_440)]).toEqual(['00:00', '06:30', '00:00'])
  expect([minutesOf('06:30', false), minutesOf('00:00', false), minutesOf('00:00', true)]).toEqual([
    390, 0, 1_440,
  ])
  expect([minutesOf('24:00', true), minutesOf('', false), minutesOf('7:30', false)]).toEqual([
    null,
    null,
    null,
  ])
})

describe('steps', () => {
  it('go back and forth', () => {
    const one: Steps<string> = noted(NO_STEPS, 'a', '')
    const two = noted(one, 'b', '')
    const back = undone(two, 'c')
    expect(back?.words).toBe('b')
    const forth = redone(back?.steps ?? NO_STEPS, 'b')
    expect(forth?.words).toBe('c')
    expect(forth?.steps.past).toEqual(['a', 'b'])
    expect(undone(NO_STEPS as Steps<string>, 'a')).toBeNull()
    expect(redone(two, 'c')).toBeNull()
  })

  it('take a whole drag as one', () => {
    const drag = noted(noted(noted(NO_STEPS as Steps<string>, 'a', 'drag-1'), 'b', 'drag-1'), 'c', 'drag-2')
    expect(drag.past).toEqual(['a', 'c'])
  })

  it('lose what was taken back once something else is done', () => {
    const back = undone(noted(NO_STEPS as Steps<string>, 'a', ''), 'b')
    expect(noted(back?.steps ?? NO_STEPS, 'a', '').future).toEqual([])
  })
})
