import { describe, expect, it } from 'vitest'
import { studyOf } from '../study'
import { fileName, fitting, namedBy, refusal, type StudyFile, yearBefore } from './files'

const MIB = 1024 ** 2

const file = (name: string, kind: StudyFile['kind']): StudyFile => ({
  name,
  kind,
  size: 10,
  rows: 1,
  sha256: 'a'.repeat(64),
  changed: '2026-01-01T00:00:00Z',
  studies: [],
})

describe('the name that a file gets', () => {
  it.each([
    ['people.csv', 'people.csv'],
    ['Trạm bơm – Đợt 2.CSV', 'tram-bom-dot-2.csv'],
    ['roads.geo.json', 'roads-geo.json'],
    ['__Ａ１__.GeoJSON', 'a1.geojson'],
    ['人口.csv', 'file.csv'],
    ['.csv', 'file.csv'],
    [`${'x'.repeat(100)}.json`, `${'x'.repeat(56)}.json`],
  ])('of %s is one that the platform takes', (own, name) => {
    expect(fileName(own)).toBe(name)
    expect(refusal(name, { size: 1 })).toBeNull()
  })

  it.each(['points.xlsx', 'points', 'points.csv.'])('of %s is refused for its ending', (own) => {
    const name = fileName(own)
    expect(refusal(name, { size: 1 })).toMatchObject({ key: 'study-file-name', fields: { name } })
  })
})

it('refuses a file above 20 MiB before it is sent', () => {
  expect(refusal('people.csv', { size: 20 * MIB })).toBeNull()
  expect(refusal('people.csv', { size: 20 * MIB + 1 })).toMatchObject({
    key: 'console-studies-file-large',
    fields: { most: 20 },
  })
})

it('offers buildings as points too, and nothing that no reader takes', () => {
  const kinds = ['points', 'buildings', 'roads', 'other'] as const
  const files = kinds.map((kind) => file(kind, kind))
  const names = (use: 'points' | 'buildings' | 'roads') => fitting(files, use).map(({ name }) => name)
  expect(names('points')).toEqual(['points', 'buildings'])
  expect(names('buildings')).toEqual(['buildings'])
  expect(names('roads')).toEqual(['roads'])
})

it('finds each file that a study names once', () => {
  const study = studyOf({
    demand: [{ file: 'people.csv' }, {}, { file: 'people.csv' }],
    sites: { source: 'file', file: 'roofs.geojson' },
    roads: 'roads.geojson',
  })
  expect(namedBy(study)).toEqual(['people.csv', 'roofs.geojson', 'roads.geojson'])
  expect(namedBy(studyOf({}))).toEqual([])
})

it('asks for the year before now, a leap day included', () => {
  expect(yearBefore(new Date('2026-11-27T08:00:00Z'))).toEqual({
    start: '2025-11-27T08:00:00.000Z',
    end: '2026-11-27T08:00:00.000Z',
  })
  expect(yearBefore(new Date('2028-02-29T00:00:00Z')).start).toBe('2027-03-01T00:00:00.000Z')
})
