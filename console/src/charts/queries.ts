import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import { BUCKETS, type Range, REFRESH_MS, SHOWS_EACH, spanOf } from './ranges'

/** As many observations as are read one by one for their doubtful ones. */
const EACH_LIMIT = 10_000

/** A series for a chart and, where the range is short, its observations one by one. `until`: when `back` 0 ends, `null` for now. */
export const seriesQuery = (
  asset: string,
  channel: string,
  range: Range,
  back: number,
  until: number | null = null,
) =>
  queryOptions({
    queryKey: [KEYS.series, asset, channel, range, back, until],
    queryFn: async () => {
      const span = spanOf(range, back, until ?? Date.now())
      const query = { start: new Date(span.start).toISOString(), end: new Date(span.end).toISOString() }
      const path = { asset, channel }
      const [series, each] = await Promise.all([
        answer(
          api.GET('/api/v1/assets/{asset}/channels/{channel}/series', {
            params: { path, query: { ...query, buckets: BUCKETS } },
          }),
        ),
        SHOWS_EACH.has(range)
          ? answer(
              api.GET('/api/v1/assets/{asset}/channels/{channel}/observations', {
                params: { path, query: { ...query, limit: EACH_LIMIT } },
              }),
            )
          : undefined,
      ])
      return { series, each, span }
    },
    // Another range of the same curve stays up while the new one comes; another channel's would be a lie.
    placeholderData: (before) =>
      before?.series.asset === asset && before.series.channel === channel ? before : undefined,
    ...(back === 0 ? { refetchInterval: REFRESH_MS[range] } : {}),
  })
