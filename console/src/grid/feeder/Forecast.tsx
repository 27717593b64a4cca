import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide'
import { useMemo, useState } from 'react'
import { Problem } from '../../api/problem'
import type { Api } from '../../api/types'
import { useProblemText } from '../../app/problems'
import { Empty, Loaded } from '../../app/states'
import { Chart } from '../../charts/Chart'
import legend from '../../charts/ChartLegend.module.css'
import { useFormats, useText } from '../../i18n/text'
import { forecastQuery } from '../queries'
import { tomorrowOf } from './forecast'
import { SimulatedMark } from './GridHead'

/** Answers that say that there is nothing to forecast from, not that something is wrong. */
const NOTHING: ReadonlySet<number> = new Set([503])

/** Tomorrow's load by hours, with the interval that it should lie in. */
export function Forecast({ feeder }: { feeder: string }) {
  const text = useText()
  const say = useProblemText()
  const query = useQuery(forecastQuery(feeder))
  const none = query.data === undefined && query.error instanceof Problem && NOTHING.has(query.error.status)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-feeder-forecast')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {text('console-feeder-forecast')}
          </Title>
          {query.data?.simulated && <SimulatedMark />}
        </Group>
        {none ? (
          <Empty icon={ChartNoAxesColumn} title={say(query.error).title} hint={say(query.error).remedy} />
        ) : (
          <Loaded query={query}>{(forecast) => <Tomorrow forecast={forecast} />}</Loaded>
        )}
      </Stack>
    </Paper>
  )
}

const NONE: never[] = []

function Tomorrow({ forecast }: { forecast: Api<'LoadForecast'> }) {
  const text = useText()
  const { minute, number } = useFormats()
  const [row, setRow] = useState<number | null>(null)
  const { columns, span, peak } = useMemo(() => tomorrowOf(forecast), [forecast])
  if (!peak) return <Empty icon={ChartNoAxesColumn} title={text('console-feeder-forecast-none')} />
  const percent = number(forecast.coverage * 100, 0)
  const words = text('console-feeder-forecast-words', {
    peak: number(peak.p_mw, 2),
    time: minute(new Date(peak.time)),
  })
  const point = row === null ? undefined : forecast.points[row]
  const interval = ({ low_mw: low, high_mw: high }: Api<'ForecastPoint'>) =>
    low === null || high === null ? '' : ` (${number(low, 2)} – ${number(high, 2)})`
  const said = point
    ? `${minute(new Date(point.time))}: ${number(point.p_mw, 2)} MW${interval(point)}`
    : words
  return (
    <Stack gap="xs">
      <Text component="output" size="sm" fw={600}>
        {said}
      </Text>
      <Chart
        columns={columns}
        doubtful={NONE}
        levels={NONE}
        span={span}
        label={words}
        onRow={setRow}
        row={row}
        said={said}
      />
      <ul className={legend.legend}>
        <li data-form="line">{text('console-feeder-forecast-line')}</li>
        <li data-form="band">{text('console-feeder-forecast-band', { percent })}</li>
      </ul>
      <Text size="sm">{text(`console-feeder-method-${forecast.method.replace('_', '-')}`)}</Text>
      {forecast.notes.map((note) => (
        <Text key={note} size="sm" role="note">
          {text(note)}
        </Text>
      ))}
    </Stack>
  )
}
