import { Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { FileCheck } from 'lucide'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { Empty } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { IndexTable, PartTable } from './IndexTable'
import { MonthBars } from './MonthBars'
import classes from './ReliabilityPage.module.css'

type Bars = 'saidi_min' | 'saifi'

/** A report of a period; where the log has nothing in it, only that. */
export function Report({ report }: { report: Api<'ReliabilityReport'> }) {
  const text = useText()
  const [index, setIndex] = useState<Bars>('saidi_min')
  if (report.whole.interruptions === 0) {
    return (
      <Empty
        icon={FileCheck}
        title={text('console-reliability-none')}
        hint={text('console-reliability-none-hint')}
      />
    )
  }
  return (
    <>
      <Notes report={report} />
      <Paper withBorder p="md" component="section" aria-label={text('console-reliability-whole')}>
        <Title order={2} size="h3" mb="xs">
          {text('console-reliability-whole')}
        </Title>
        <PartTable row={report.whole} />
      </Paper>
      <Paper withBorder p="md" component="section" aria-label={text('console-reliability-months')}>
        <Stack gap="sm">
          <Title order={2} size="h3">
            {text('console-reliability-months')}
          </Title>
          <SegmentedControl
            className={classes.narrow}
            aria-label={text('console-reliability-index')}
            data={(['saidi_min', 'saifi'] as const).map((one) => ({
              value: one,
              label: text(`console-reliability-${one.replace('_', '-')}`),
            }))}
            value={index}
            onChange={(value) => setIndex(value === 'saifi' ? 'saifi' : 'saidi_min')}
          />
          <MonthBars months={report.months} index={index} />
        </Stack>
      </Paper>
      {report.by !== 'all' && (
        <Paper withBorder p="md" component="section" aria-label={text(`console-reliability-by-${report.by}`)}>
          <Title order={2} size="h3" mb="xs">
            {text(`console-reliability-by-${report.by}`)}
          </Title>
          <IndexTable rows={report.rows} by={report.by} />
        </Paper>
      )}
    </>
  )
}

/** What must be known to read the figures right. */
function Notes({ report }: { report: Api<'ReliabilityReport'> }) {
  const text = useText()
  const { minute, number } = useFormats()
  const { major } = report
  return (
    <div role="note">
      <Text size="sm">
        {text('console-reliability-summary', {
          start: minute(new Date(report.start)),
          end: minute(new Date(report.end)),
          rows: report.whole.interruptions,
          imported: report.imported,
          customers: number(report.whole.customers, 0),
        })}
      </Text>
      <Text size="sm">
        {major.threshold_min === null
          ? text('console-reliability-major-impossible', { days: major.history_days })
          : text('console-reliability-major', {
              threshold: number(major.threshold_min, 2),
              days: major.history_days,
              count: major.days.length,
              which: major.days.slice(0, 10).join(', '),
            })}
        {major.threshold_min !== null && !major.full && ` ${text('console-reliability-major-short')}`}
      </Text>
      {report.still_out > 0 && (
        <Text size="sm" fw={600}>
          {text('console-reliability-still-out', { count: report.still_out })}
        </Text>
      )}
      {report.unassigned > 0 && (
        <Text size="sm">{text('console-reliability-unassigned', { count: report.unassigned })}</Text>
      )}
    </div>
  )
}
