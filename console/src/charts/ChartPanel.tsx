import { ActionIcon, Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn, ChevronLeft, ChevronRight, Download } from 'lucide'
import { useEffect, useMemo, useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { isBad } from '../assets/quality'
import { useLevelText, useValueText } from '../assets/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { useLiveValues } from '../live/LiveProvider'
import { Chart } from './Chart'
import { ChartLegend } from './ChartLegend'
import { columnsOf, doubtfulOf, summaryOf, type Tail } from './data'
import { exportPath } from './export'
import { seriesQuery } from './queries'
import { asRange, isBefore, RANGES, type Range } from './ranges'

/** A span goes up to its end and not including it. */
const AFTER_MS = 1_000

interface Props {
  asset: string
  channel: Api<'AssetChannel'>
  range: Range
  onRange: (range: Range) => void
}

/** One channel's history: how much time, which part of the past, the curve, and the way to take it along. */
export function ChartPanel({ asset, channel, range, onRange }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { minute } = useFormats()
  const [back, setBack] = useState(0)
  const [wanted, setWanted] = useState<'now' | 'latest' | null>(null)
  const latest = channel.latest ? Date.parse(channel.latest.time) : null
  // A device that lags, or has long been silent, is shown where its values are, unless asked otherwise.
  const past = latest !== null && isBefore(range, latest, Date.now())
  const until = past && wanted !== 'now' ? latest + AFTER_MS : null
  const query = useQuery(seriesQuery(asset, channel.name, range, back, until))
  const goTo = (end: 'now' | 'latest') => {
    setBack(0)
    setWanted(end)
  }
  const span = query.data?.span
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-chart')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {nameIn(language, channel)}
          </Title>
          <SegmentedControl
            aria-label={text('console-chart-range')}
            data={RANGES.map((one) => ({ value: one, label: text(`console-range-${one}`) }))}
            value={range}
            onChange={(value) => {
              setBack(0)
              setWanted(null)
              onRange(asRange(value))
            }}
          />
        </Group>
        <Group justify="space-between">
          <Group gap={0}>
            <ActionIcon
              color="gray"
              aria-label={text('console-chart-earlier')}
              onClick={() => setBack(back + 1)}
            >
              <Icon of={ChevronLeft} />
            </ActionIcon>
            <Text size="sm">{span && `${minute(new Date(span.start))} – ${minute(new Date(span.end))}`}</Text>
            <ActionIcon
              color="gray"
              aria-label={text('console-chart-later')}
              disabled={back === 0}
              onClick={() => setBack(Math.max(0, back - 1))}
            >
              <Icon of={ChevronRight} />
            </ActionIcon>
          </Group>
          {span && (
            <Group gap="xs">
              {(['csv', 'parquet'] as const).map((format) => (
                <Button
                  key={format}
                  component="a"
                  variant="default"
                  href={exportPath(asset, channel.name, span, format)}
                  download
                  leftSection={<Icon of={Download} size={20} />}
                >
                  {text(`console-export-${format}`)}
                </Button>
              ))}
            </Group>
          )}
        </Group>
        {latest !== null && until !== null && (
          <Group gap="xs" role="note">
            <Text size="sm">{text('console-chart-to-latest', { time: minute(new Date(latest)) })}</Text>
            <Button variant="default" onClick={() => goTo('now')}>
              {text('console-chart-to-now')}
            </Button>
          </Group>
        )}
        <Loaded query={query}>
          {(data) => (
            <Curve
              key={`${asset} ${channel.name}`}
              channel={channel}
              live={back === 0}
              onLatest={past ? () => goTo('latest') : undefined}
              {...data}
            />
          )}
        </Loaded>
      </Stack>
    </Paper>
  )
}

interface CurveProps {
  channel: Api<'AssetChannel'>
  series: Api<'Series'>
  each: Api<'ObservationRange'> | undefined
  span: { start: number; end: number }
  live: boolean
  /** Goes to where the newest value is, where that is not here. */
  onLatest: (() => void) | undefined
}

function Curve({ channel, series, each, span, live, onLatest }: CurveProps) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { time, minute } = useFormats()
  const valueText = useValueText()
  const levelText = useLevelText()
  const tail = useTail(series, channel.name, live)
  const [row, setRow] = useState<number | null>(null)

  const columns = useMemo(() => columnsOf(series, tail, channel.period_s), [series, tail, channel])
  const doubtful = useMemo(() => doubtfulOf(series, each, (bits) => isBad(bits, city)), [series, each, city])
  const levels = useMemo(
    () =>
      series.levels.map(({ level, value }) => ({
        value,
        said: `${levelText(level)} · ${valueText(value, channel.name, channel.unit)}`,
      })),
    [series, channel, levelText, valueText],
  )
  const end = Math.max(span.end, tail.at(-1)?.time ?? 0)
  const shown = useMemo(() => ({ start: span.start, end }), [span, end])
  const summary = summaryOf(series, tail)
  const say = (value: number | null) => valueText(value, channel.name, channel.unit)
  if (!summary && doubtful.length === 0) {
    return (
      <Empty
        icon={ChartNoAxesColumn}
        title={text('console-chart-empty')}
        hint={
          onLatest && channel.latest
            ? text('console-chart-empty-latest', { time: minute(new Date(channel.latest.time)) })
            : text('console-chart-empty-hint')
        }
      >
        {onLatest && (
          <Button variant="default" onClick={onLatest}>
            {text('console-chart-go-latest')}
          </Button>
        )}
      </Empty>
    )
  }
  const words = summary
    ? text('console-chart-words', {
        channel: nameIn(language, channel),
        low: say(summary.low),
        high: say(summary.high),
        last: say(summary.last),
        good: summary.good,
        doubtful: summary.doubtful,
      })
    : text('console-chart-only-doubtful')
  const at = row === null ? undefined : columns.time[row]
  const [low, mean, high] = [columns.low, columns.mean, columns.high].map((column) =>
    row === null ? null : (column[row] ?? null),
  )
  const spread = low === high ? '' : ` (${say(low ?? null)} – ${say(high ?? null)})`
  const said = at === undefined ? words : `${time(new Date(at * 1000))}: ${say(mean ?? null)}${spread}`
  return (
    <Stack gap="xs">
      {(series.incomplete || each?.incomplete) && (
        <Text role="note" size="sm">
          {text('console-chart-incomplete')}
        </Text>
      )}
      <Text component="output" size="sm" fw={600}>
        {said}
      </Text>
      <Chart
        columns={columns}
        doubtful={doubtful}
        levels={levels}
        span={shown}
        label={words}
        onRow={setRow}
        row={row}
        said={said}
      />
      <ChartLegend
        band={columns.low.some((value, at) => value !== columns.high[at])}
        levels={levels.length > 0}
        doubtful={doubtful.length}
      />
    </Stack>
  )
}

/** The good values that have come live since `series` was read. */
function useTail(series: Api<'Series'>, channel: string, live: boolean): Tail[] {
  const city = useCity()
  const newest = useLiveValues(series.asset).get(channel)
  const [tail, setTail] = useState<{ of: Api<'Series'>; points: Tail[] }>({ of: series, points: [] })
  useEffect(() => {
    setTail((before) => {
      const points = before.of === series ? before.points : before.points.filter(after(series))
      if (!live || !newest || newest.value === null || isBad(newest.quality, city))
        return { of: series, points }
      const point = { time: newest.time, value: newest.value }
      const fresh = after(series)(point) && (points.at(-1)?.time ?? 0) < point.time
      return { of: series, points: fresh ? [...points, point] : points }
    })
  }, [series, newest, live, city])
  return live ? tail.points : NO_TAIL
}

const NO_TAIL: Tail[] = []

/** A device that sends its past (a replay, a clock that lags) adds nothing to a chart of now. */
const after = (series: Api<'Series'>) => (point: Tail) =>
  point.time > (series.time_ms.at(-1) ?? Date.parse(series.start))
