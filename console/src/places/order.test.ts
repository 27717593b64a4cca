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
    expect(ids(ordered(units, 'name', false))).toEqual(['chu', 'da-mai', 'kinh-bac'])
    expect(ids(ordered(units, 'name', true))).toEqual(['kinh-bac', 'da-mai', 'chu'])
  })

  it('goes by figures from the largest, the unknown last', () => {
    expect(ids(ordered(units, 'population', false))).toEqual(['kinh-bac', 'da-mai', 'chu'])
  })

  it('leaves what it was given alone', () => {
    const before = ids(units)
    ordered(units, 'population', true)
    expect(ids(units)).toEqual(before)
  })
})
