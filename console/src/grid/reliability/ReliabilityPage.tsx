import { Button, Group, Paper, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide'
import { useMemo, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useCity } from '../../app/session'
import { useText } from '../../i18n/text'
import { GridHead } from '../feeder/GridHead'
import { GridLoaded } from '../feeder/GridLoaded'
import { gridQuery, reliabilityQuery } from '../queries'
import { type Days, daysOf, PERIODS, type Period, reportPath, spanOfDays } from './period'
import classes from './ReliabilityPage.module.css'
import { Report } from './Report'

const GROUPINGS = ['all', 'feeder', 'place'] as const
type By = (typeof GROUPINGS)[number]

/** How reliable the supply was: indices by IEEE 1366 over a period, as tables, bars and files. */
export default function ReliabilityPage() {
  const text = useText()
  const { time_zone: zone } = useCity()
  const { data: grid } = useQuery(gridQuery)
  const [opened] = useState(() => Date.now())
  const [period, setPeriod] = useState<Period>('months-12')
  const [own, setOwn] = useState<Days>(() => daysOf('months-12', opened, zone))
  const [by, setBy] = useState<By>('all')
  const days = period === 'own' ? own : daysOf(period, opened, zone)
  const span = useMemo(
    () => spanOfDays({ first: days.first, last: days.last }, zone),
    [days.first, days.last, zone],
  )
  const query = useQuery({
    ...reliabilityQuery(span?.start, span?.end, by),
    enabled: span !== null,
    placeholderData: (before) => before,
  })
  return (
    <div className={classes.page}>
      <GridHead
        title={text('console-reliability')}
        simulated={query.data?.simulated ?? grid?.simulated ?? false}
      />
      <Paper withBorder p="md" component="section" aria-label={text('console-reliability-period')}>
        <Stack gap="sm">
          <Group align="flex-end">
            <Select
              label={text('console-reliability-period')}
              data={PERIODS.map((one) => ({ value: one, label: text(`console-reliability-period-${one}`) }))}
              value={period}
              allowDeselect={false}
              onChange={(value) => {
                const next = PERIODS.find((one) => one === value) ?? period
                if (next === 'own') setOwn(days)
                setPeriod(next)
              }}
            />
            {period === 'own' &&
              (['first', 'last'] as const).map((end) => (
                <TextInput
                  key={end}
                  type="date"
                  label={text(`console-reliability-day-${end}`)}
                  value={own[end]}
                  error={span ? undefined : text('console-reliability-day-wrong')}
                  onChange={(event) => setOwn({ ...own, [end]: event.currentTarget.value })}
                />
              ))}
            <SegmentedControl
              aria-label={text('console-reliability-by')}
              data={GROUPINGS.map((one) => ({ value: one, label: text(`console-reliability-by-${one}`) }))}
              value={by}
              onChange={(value) => setBy(GROUPINGS.find((one) => one === value) ?? by)}
            />
          </Group>
          {span && (
            <Group gap="xs">
              {(['csv', 'pdf'] as const).map((format) => (
                <Button
                  key={format}
                  component="a"
                  variant="default"
                  href={reportPath(format, span)}
                  download
                  leftSection={<Icon of={Download} size={20} />}
                >
                  {text(`console-reliability-${format}`)}
                </Button>
              ))}
            </Group>
          )}
        </Stack>
      </Paper>
      {span && <GridLoaded query={query}>{(report) => <Report report={report} />}</GridLoaded>}
    </div>
  )
}
