import type { Api } from '../../api/types'
import type { Columns } from '../../charts/data'

export interface Tomorrow {
  columns: Columns
  span: { start: number; end: number }
  peak: { time: number; p_mw: number } | null
}

/** A forecast as columns to draw, with its interval as the band, and its highest hour. */
export function tomorrowOf({ points }: Pick<Api<'LoadForecast'>, 'points'>): Tomorrow {
  const times = points.map(({ time }) => Date.parse(time))
  const peak = points.reduce<Tomorrow['peak']>(
    (most, { p_mw }, at) => (most === null || p_mw > most.p_mw ? { time: times[at] ?? 0, p_mw } : most),
    null,
  )
  return {
    columns: {
      time: times.map((time) => time / 1000),
      mean: points.map(({ p_mw }) => p_mw),
      low: points.map(({ low_mw }) => low_mw),
      high: points.map(({ high_mw }) => high_mw),
    },
    span: { start: times[0] ?? 0, end: times.at(-1) ?? 0 },
    peak,
  }
}
