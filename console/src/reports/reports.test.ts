import { describe, expect, it } from 'vitest'
import { possible, type Report, undoOf } from './acts'
import { asSearch, type Filter, filterOf, narrowings, queryOf } from './filter'

const read = (search: string) => filterOf(new URLSearchParams(search))

describe('the filter', () => {
  it('comes back from the address as it went there', () => {
    const filter: Filter = {
      show: 'all',
      statuses: ['known', 'solved'],
      services: ['no-power', 'fire-smoke'],
      place: 'phuong-vu-ninh',
      attached: 'no',
      words: 'cột điện',
    }
    expect(read(asSearch(filter))).toEqual(filter)
    expect(narrowings(filter)).toBe(6)
  })

  it('writes nothing where nothing is asked, and takes no nonsense', () => {
    expect(asSearch(read(''))).toBe('')
    expect(read('?show=everything&status=gone&attached=maybe')).toEqual(read(''))
  })

  it('asks for what waits, what is held back, what is closed, or all', () => {
    expect(queryOf(read(''))).toMatchObject({ held: false, closed: false, attached: null })
    expect(queryOf(read('?show=held'))).toMatchObject({ held: true, closed: null })
    expect(queryOf(read('?show=closed&attached=yes'))).toMatchObject({ closed: true, attached: true })
    expect(queryOf(read('?show=all'))).toMatchObject({ held: false, closed: null })
  })
})

describe('what is done with a report', () => {
  const before = { incident: 'incident-1', answer: 'Đang xử lý' } as Report

  it('can be taken back', () => {
    expect(undoOf({ what: 'attach', incident: 'incident-2' }, before)).toEqual({
      what: 'attach',
      incident: 'incident-1',
    })
    expect(undoOf({ what: 'attach', incident: 'incident-2' }, { ...before, incident: '' })).toEqual({
      what: 'detach',
    })
    expect(undoOf({ what: 'detach' }, before)).toEqual({ what: 'attach', incident: 'incident-1' })
    expect(undoOf({ what: 'answer', words: 'Xong' }, before)).toEqual({
      what: 'answer',
      words: 'Đang xử lý',
    })
    for (const [what, back] of [
      ['close', 'reopen'],
      ['hold', 'release'],
    ] as const) {
      expect(undoOf({ what }, before)).toEqual({ what: back })
      expect(undoOf({ what: back }, before)).toEqual({ what })
    }
  })

  it('fits its state', () => {
    const closed = '2026-01-01T00:00:00Z'
    expect(possible({ held: false, closed: null, incident: '' })).toEqual(['close', 'hold'])
    expect(possible({ held: false, closed: null, incident: 'incident-1' })).toEqual(['close'])
    expect(possible({ held: true, closed: null, incident: '' })).toEqual(['release', 'close'])
    expect(possible({ held: false, closed, incident: '' })).toEqual(['reopen'])
  })
})
