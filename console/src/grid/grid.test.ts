import { describe, expect, it } from 'vitest'
import type { Api } from '../api/types'
import { lineFeatures, middleOf, switchFeatures } from './lines'
import { NO_MOVES, redo, requestOf, undo, withMove } from './moves'

const MAP: Api<'GridMap'> = {
  version: '1',
  simulated: true,
  lines: {
    id: ['a', 'b'],
    feeder: [0, 0],
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
  it('says of each line whether it is live, dead or overloaded; dead goes first', () => {
    const state = { dead: [1], overloaded: [0, 1], moved: [] }
    expect(lineFeatures(MAP, state).map(({ properties }) => properties?.state)).toEqual(['over', 'dead'])
    expect(lineFeatures(MAP, undefined).map(({ properties }) => properties?.state)).toEqual(['live', 'live'])
    expect(lineFeatures(MAP, undefined)[1]?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [106.2, 21.2],
        [106.4, 21],
      ],
    })
  })
  it('turns a switch that has moved', () => {
    const closed = (moved: string[]) =>
      switchFeatures(MAP, { dead: [], overloaded: [], moved }).map(({ properties }) => properties?.closed)
    expect(closed([])).toEqual([true, false])
    expect(closed(['s', 'tie'])).toEqual([false, true])
  })
  it('finds the middle of a line', () => {
    expect(middleOf(MAP, 'a')?.map((one) => one.toFixed(2))).toEqual(['106.10', '21.10'])
    expect(middleOf(MAP, 'none')).toBeNull()
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
})
