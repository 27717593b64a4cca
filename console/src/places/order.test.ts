import { describe, expect, it } from 'vitest'
import type { Api } from '../api/types'
import { found, ordered } from './order'

const place = (id: string, name: string, population: number | null, parent = 'province'): Api<'Place'> => ({
  id,
  kind: 'ward',
  name,
  names: { en: `${id} Ward` },
  parent,
  code: '',
  lat: 21,
  lon: 106,
  area_km2: null,
  population,
  source: '',
  assumed: false,
  assets: 0,
  open_incidents: 0,
})

const PLACES = [
  place('province', 'Tỉnh Bắc Ninh', 3_619_433, ''),
  place('da-mai', 'Phường Đa Mai', 51_733),
  place('chu', 'Phường Chũ', null),
  place('kinh-bac', 'Phường Kinh Bắc', 84_275),
]
const ids = (places: readonly Api<'Place'>[]) => places.map(({ id }) => id)

describe('found', () => {
  it('leaves out what has parts of its own', () => {
    expect(ids(found(PLACES, ''))).toEqual(['da-mai', 'chu', 'kinh-bac'])
  })

  it('takes any name, without accents', () => {
    expect(ids(found(PLACES, 'da mai'))).toEqual(['da-mai'])
    expect(ids(found(PLACES, 'CHU ward'))).toEqual(['chu'])
    expect(ids(found(PLACES, 'nowhere'))).toEqual([])
  })
})

describe('ordered', () => {
  const units = found(PLACES, '')

  it('goes by name as Vietnamese does', () => {
    expect(ids(ordered(units, 'name', false, 'vi'))).toEqual(['chu', 'da-mai', 'kinh-bac'])
    expect(ids(ordered(units, 'name', true, 'vi'))).toEqual(['kinh-bac', 'da-mai', 'chu'])
  })

  it('goes by the names that the reader sees', () => {
    const [first, second] = [place('x', 'Phường An', 1), place('y', 'Phường Bình', 1)]
    const named = [
      { ...first, names: { en: 'Zion Ward' } },
      { ...second, names: { en: 'Bay Ward' } },
    ]
    expect(ids(ordered(named, 'name', false, 'vi'))).toEqual(['x', 'y'])
    expect(ids(ordered(named, 'name', false, 'en'))).toEqual(['y', 'x'])
    expect(ids(ordered(named, 'population', false, 'en'))).toEqual(['y', 'x'])
    expect(ids(ordered(named, 'name', false, 'ja'))).toEqual(['x', 'y'])
  })

  it('goes by figures from the largest, the unknown last', () => {
    expect(ids(ordered(units, 'population', false, 'vi'))).toEqual(['kinh-bac', 'da-mai', 'chu'])
  })

  it('leaves what it was given alone', () => {
    const before = ids(units)
    ordered(units, 'population', true, 'vi')
    expect(ids(units)).toEqual(before)
  })
})
