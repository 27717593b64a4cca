import { describe, expect, it } from 'vitest'
import type { Api } from '../../api/types'
import { bundleOf } from '../../i18n/catalogue'
import { LANGUAGES } from '../../i18n/languages'
import { busbarOf, conditionOf, HALF, markAt, markTowards, placeOf, STEP, wayTo, wholeOf } from './diagram'
import { tomorrowOf } from './forecast'
import { fitted, moved, pointAt, showing, zoomed } from './frame'
import { shortId } from './labels'
import { COLUMNS, found, ordered, rises } from './order'
import { pathOf, plotOf, ticks } from './profile'

type Mark = Api<'DiagramMark'>

const mark = (id: string, x: number, y: number, above: number, more: Partial<Mark> = {}): Mark => ({
  id,
  symbol: 'joint',
  x,
  y,
  above,
  line: above < 0 ? '' : `line-${id}`,
  overhead: true,
  length_m: 100,
  loading: 0.4,
  closed: null,
  remote: false,
  energised: true,
  customers: 0,
  critical: false,
  asset: '',
  leads_to: '',
  ...more,
})

/** A busbar, a breaker, a joint with a transformer above and a fuse below, an open tie at the end. */
const MARKS: Mark[] = [
  mark('bus', 0, 1, -1, { symbol: 'busbar', loading: null }),
  mark('cb', 1, 1, 0, { symbol: 'breaker', closed: true }),
  mark('j', 2, 1, 1, { loading: 1.2 }),
  mark('t', 3, 0, 2, { symbol: 'transformer' }),
  mark('f', 3, 2, 2, { symbol: 'fuse', closed: false, energised: false }),
  mark('tie', 3, 1, 2, { symbol: 'tie', closed: false, energised: false, leads_to: 'f2' }),
]

describe('the single-line diagram', () => {
  it('leads first up or down, then along', () => {
    expect(wayTo(MARKS, 0)).toBe('')
    expect(wayTo(MARKS, 1)).toBe(`M0 ${STEP.y}H${STEP.x}`)
    expect(wayTo(MARKS, 3)).toBe(`M${2 * STEP.x} ${STEP.y}V0H${3 * STEP.x}`)
  })

  it('leaves a symbol behind it', () => {
    expect(wayTo(MARKS, 2)).toBe(`M${STEP.x + HALF} ${STEP.y}H${2 * STEP.x}`)
  })

  it('tells dead, overloaded and sound lines apart', () => {
    expect(conditionOf(MARKS, 1)).toBe('live')
    expect(conditionOf(MARKS, 2)).toBe('overloaded')
    const dead = MARKS.with(2, mark('j', 2, 1, 1, { energised: false, loading: 1.2 }))
    expect(conditionOf(dead, 2)).toBe('dead')
  })

  it('shows the line up to an open switch as what lies before it', () => {
    expect(conditionOf(MARKS, 5)).toBe('live')
    const dead = MARKS.with(2, mark('j', 2, 1, 1, { energised: false }))
    expect(conditionOf(dead, 5)).toBe('dead')
  })

  it('has room for all marks', () => {
    const whole = wholeOf({ width: 4, height: 3 })
    for (const one of MARKS) {
      const { x, y } = placeOf(one)
      expect(x - HALF).toBeGreaterThan(whole.x)
      expect(x + HALF).toBeLessThan(whole.x + whole.width)
      expect(y - HALF).toBeGreaterThan(whole.y)
      expect(y + HALF).toBeLessThan(whole.y + whole.height)
    }
  })

  it('draws the busbar past all that leaves it', () => {
    const bar = busbarOf([...MARKS, mark('second', 1, 2, 0)])
    expect(bar.top).toBeLessThan(STEP.y)
    expect(bar.bottom).toBeGreaterThan(2 * STEP.y)
    expect(busbarOf([]).top).toBeLessThan(0)
  })

  it('goes by arrows to what lies that way', () => {
    expect(markTowards(MARKS, 0, 'ArrowRight')).toBe(1)
    expect(markTowards(MARKS, 2, 'ArrowRight')).toBe(5)
    expect(markTowards(MARKS, 5, 'ArrowUp')).toBe(3)
    expect(markTowards(MARKS, 5, 'ArrowDown')).toBe(4)
    expect(markTowards(MARKS, 0, 'ArrowLeft')).toBeNull()
    expect(markTowards([], 0, 'ArrowLeft')).toBeNull()
  })

  it('finds the mark under a finger, and none far from all', () => {
    expect(markAt(MARKS, { x: STEP.x + 9, y: STEP.y - 9 }, 20)).toBe(1)
    expect(markAt(MARKS, { x: STEP.x * 1.5, y: STEP.y * 1.5 }, 20)).toBeNull()
  })
})

describe('the view of a drawing', () => {
  const whole = { x: -40, y: -40, width: 1000, height: 300 }
  const size = { width: 500, height: 500 }

  it('fits all into the middle', () => {
    expect(fitted(whole, size)).toEqual({ x: -40, y: -390, width: 1000, height: 1000 })
    expect(fitted(whole, { width: 0, height: 0 }).width).toBe(1000)
  })

  it('keeps what is under the finger in its place', () => {
    const frame = fitted(whole, size)
    const about = pointAt(frame, { x: 250, y: 250 }, size)
    const nearer = zoomed(frame, 2, about, whole)
    expect(nearer.width).toBe(500)
    expect(pointAt(nearer, { x: 250, y: 250 }, size)).toEqual(about)
  })

  it('neither comes too near nor goes too far', () => {
    const frame = fitted(whole, size)
    expect(zoomed(frame, 1000, { x: 0, y: 0 }, whole).width).toBe(200)
    expect(zoomed(frame, 0.001, { x: 0, y: 0 }, whole).width).toBe(1200)
  })

  it('never loses the drawing', () => {
    const frame = moved(fitted(whole, size), 1e6, -1e6, whole)
    expect(frame.x + frame.width / 2).toBe(960)
    expect(frame.y + frame.height / 2).toBe(-40)
  })

  it('comes along with what is chosen', () => {
    const near = { x: 0, y: 0, width: 200, height: 200 }
    expect(showing(near, { x: 100, y: 100 }, whole)).toEqual(near)
    const far = showing(near, { x: 900, y: 100 }, whole)
    expect(far.x + far.width).toBeGreaterThan(900)
  })
})

describe('the voltage profile', () => {
  const point = (distance_m: number, u_pu: number | null, parent: number) => ({
    node: `n${distance_m}`,
    distance_m,
    u_pu,
    parent,
  })
  const points = [point(0, 1.02, -1), point(500, 1, 0), point(900, 0.94, 1), point(800, 0.99, 1)]

  it('has a run for each branch, from where it leaves', () => {
    const { runs } = plotOf(points)
    expect(runs.map((run) => run.map(({ distance }) => distance))).toEqual([
      [0, 500, 900],
      [500, 800],
    ])
  })

  it('finds the lowest, counts what is outside, and shows both limits', () => {
    const plot = plotOf(points)
    expect(plot.lowest).toEqual({ distance: 900, u: 0.94, node: 'n900' })
    expect(plot.outside).toBe(1)
    expect(plot.y[0]).toBeLessThan(0.94)
    expect(plot.y[1]).toBeGreaterThan(1.05)
    expect(plot.x).toEqual([0, 900])
  })

  it('breaks where no voltage is known', () => {
    const dead = [point(0, 1, -1), point(100, null, 0), point(200, 0.99, 1)]
    expect(plotOf(dead).runs.map((run) => run.length)).toEqual([1, 1])
    expect(plotOf([]).lowest).toBeNull()
  })

  it('has round marks on its axes', () => {
    expect(ticks([0, 9], 5)).toEqual([0, 2, 4, 6, 8])
    expect(ticks([0.945, 1.055], 6)).toEqual([0.96, 0.98, 1, 1.02, 1.04])
    expect(ticks([1, 1], 5)).toEqual([1])
  })

  it('is drawn as a path', () => {
    const [run = []] = plotOf(points).runs
    expect(
      pathOf(
        run,
        (x) => x / 10,
        (u) => u * 100,
      ),
    ).toBe('M0 102L50 100L90 94')
  })
})

describe('the list of feeders', () => {
  const row = (name: string, more: Partial<Api<'FeederRow'>>): Api<'FeederRow'> => ({
    id: name.toLowerCase(),
    name,
    kind: 'public',
    substation: 's',
    substation_name: 'Trạm Võ Cường',
    customers: 1,
    customers_out: 0,
    p_mw: 1,
    length_km: 1,
    transformers: 1,
    sections: 1,
    ties: 1,
    u_min_pu: 1,
    loading_max: 0.5,
    energised: true,
    ...more,
  })
  const rows = [
    row('471', { u_min_pu: 0.97, loading_max: null }),
    row('475', { u_min_pu: null, loading_max: 0.9, substation_name: 'Trạm Đại Phúc' }),
    row('473', { u_min_pu: 0.93, loading_max: 1.1, kind: 'park' }),
  ]
  const names = (list: readonly Api<'FeederRow'>[]) => list.map(({ name }) => name)

  it('finds by name and substation without accents', () => {
    expect(names(found(rows, 'dai phuc'))).toEqual(['475'])
    expect(names(found(rows, '473 vo'))).toEqual(['473'])
  })

  it('goes by the worst first, the unknown last both ways', () => {
    expect(names(ordered(rows, 'voltage', false, 'vi'))).toEqual(['473', '471', '475'])
    expect(names(ordered(rows, 'voltage', true, 'vi'))).toEqual(['471', '473', '475'])
    expect(names(ordered(rows, 'loading', false, 'vi'))).toEqual(['473', '475', '471'])
    expect(rises('voltage')).toBe(true)
    expect(rises('loading')).toBe(false)
  })

  it('goes by words from A', () => {
    expect(names(ordered(rows, 'name', false, 'vi'))).toEqual(['471', '473', '475'])
    expect(names(ordered(rows, 'kind', false, 'vi'))).toEqual(['473', '471', '475'])
    expect(names(ordered(rows, 'substation', true, 'vi'))).toEqual(['471', '473', '475'])
  })
})

it('lays a forecast out with its interval and its highest hour', () => {
  const hour = (at: number, p_mw: number) => ({
    time: new Date(at * 3_600_000).toISOString(),
    p_mw,
    low_mw: p_mw - 1,
    high_mw: p_mw + 1,
  })
  const { columns, span, peak } = tomorrowOf({ points: [hour(1, 3), hour(2, 5), hour(3, 4)] })
  expect(columns.time).toEqual([3_600, 7_200, 10_800])
  expect(columns.high).toEqual([4, 6, 5])
  expect(span).toEqual({ start: 3_600_000, end: 10_800_000 })
  expect(peak).toEqual({ time: 7_200_000, p_mw: 5 })
  expect(tomorrowOf({ points: [] }).peak).toBeNull()
})

it('shortens ids to their ends', () => {
  expect(shortId('471-sw-3')).toBe('471-sw-3')
  expect(shortId('bac-ninh-471-sw-3')).toBe('…471-sw-3')
})

it.each(LANGUAGES)('has a word for every column in %s', (language) => {
  const keys = COLUMNS.map((column) => `console-feeders-${column}`)
  expect(keys.filter((key) => !bundleOf(language).hasMessage(key))).toEqual([])
})
