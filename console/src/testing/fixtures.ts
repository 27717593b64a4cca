import type { Api, AssetState, City } from '../api/types'
import type { MapAsset } from '../map/model'

const channel = (name: string, unit: string, shown = false): Api<'Channel'> => ({
  name,
  unit,
  names: {},
  low: null,
  high: null,
  period_s: 60,
  shown,
})

const kind = (
  id: string,
  group: string,
  icon: string,
  vi: string,
  channels: Api<'Channel'>[],
): Api<'Kind'> => ({
  id,
  group,
  icon,
  names: { vi },
  is_device: channels.length > 0,
  channels,
  assets: 1,
})

/** A city of two kinds that measure and one that does not, with three of the platform's quality flags. */
export const CITY: City = {
  id: 'bac-ninh',
  name: 'Bắc Ninh',
  names: {},
  languages: ['vi', 'en', 'ja'],
  time_zone: 'Asia/Ho_Chi_Minh',
  territory_version: '2025-07-01',
  lat: 21.2,
  lon: 106.1,
  bounds: [105.9, 21, 106.3, 21.4],
  version: '1',
  kinds: [
    kind('river_gauge', 'hydromet', 'river', 'Trạm thủy văn', [channel('water_level', 'm', true)]),
    kind('rain_gauge', 'hydromet', 'rain', 'Trạm đo mưa', [channel('rain_1h', 'mm', true)]),
    kind('clinic', 'site', 'of-no-icon', 'Trạm y tế', []),
  ],
  quality: [
    { name: 'range', bit: 1, bad: true },
    { name: 'stuck', bit: 4, bad: true },
    { name: 'late', bit: 16, bad: false },
  ],
  counts: { places: 1, organisations: 1, assets: 3, devices: 2, simulated: 0 },
}

const columns = {
  id: ['rain-1', 'clinic-1', 'dap-cau', 'rain-2'],
  name: ['Rain gauge 2', 'Trạm y tế Đồng Kỵ', 'Dap Cau gauge', 'Rain gauge 10'],
  own_name: ['Trạm đo mưa 2', 'Trạm y tế Đồng Kỵ', 'Trạm thủy văn Đáp Cầu', 'Trạm đo mưa 10'],
  place: ['chu', 'dong-nguyen', 'vu-ninh', 'chu'],
  lat: [21.3, 21.14, 21.2, 21.31],
  lon: [106.5, 105.95, 106.09, 106.51],
  kind: [1, 2, 0, 1],
  state: [1, 2, 0, 1],
  value: [3.2, null, 6.4, 0],
  simulated: [true, false, true, true],
}

/** What the API answers an English reader for the map: four assets in three places, one without an English name. */
export const COLUMNS: Api<'MapAssets'> = {
  version: '1',
  kinds: ['river_gauge', 'rain_gauge', 'clinic'],
  states: ['alarm', 'ok', 'passive'],
  ...columns,
}

export const PLACES = [
  { id: 'chu', name: 'Phường Chũ', names: { en: 'Chu Ward', ja: 'チュー坊' } },
  { id: 'dong-nguyen', name: 'Phường Đồng Nguyên', names: {} },
  { id: 'vu-ninh', name: 'Phường Vũ Ninh', names: {} },
]

export const asset = (id: string, state: AssetState, more: Partial<MapAsset> = {}): MapAsset => ({
  id,
  name: id,
  place: '',
  lat: 0,
  lon: 0,
  kind: 'river_gauge',
  state,
  value: null,
  simulated: false,
  folded: id,
  ...more,
})

/** A series of one bucket a minute from `start` (milliseconds), whose values are given; `null` is a bad bucket. */
export function series(start: number, values: readonly (number | null)[], spread = 0): Api<'Series'> {
  const shifted = (by: number) => values.map((value) => (value === null ? null : value + by))
  return {
    asset: 'dap-cau',
    channel: 'water_level',
    unit: 'm',
    start: new Date(start).toISOString(),
    end: new Date(start + values.length * 60_000).toISOString(),
    bucket_s: 60,
    time_ms: values.map((_, at) => start + at * 60_000),
    minimum: shifted(-spread),
    maximum: shifted(spread),
    mean: [...values],
    count: values.map((value) => (value === null ? 0 : 2)),
    bad: values.map((value) => (value === null ? 1 : 0)),
    quality: values.map((value) => (value === null ? 1 : 0)),
    levels: [],
    incomplete: false,
  }
}
