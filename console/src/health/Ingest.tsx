import { Paper, Table, Text, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import { byCount } from './figures'
import classes from './HealthPage.module.css'
import { useKnownText } from './useKnownText'

/** What became of all that came in, by reason, and how far the history is behind. */
export function Ingest({ ingest }: { ingest: Api<'IngestCounts'> }) {
  const text = useText()
  const known = useKnownText()
  const { number } = useFormats()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-health-ingest')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-health-ingest')}
      </Title>
      <dl className={classes.facts}>
        <div>
          <Text component="dt" size="sm" c="dimmed">
            {text('console-health-accepted')}
          </Text>
          <dd className={classes.figure}>{number(ingest.accepted, 0)}</dd>
        </div>
        <div>
          <Text component="dt" size="sm" c="dimmed">
            {text('console-health-lag')}
          </Text>
          <dd className={classes.figure}>
            {ingest.lag_s === null
              ? '–'
              : text('console-health-seconds', { seconds: number(ingest.lag_s, 1) })}
          </dd>
        </div>
      </dl>
      <Reasons
        title={text('console-health-marked')}
        none={text('console-health-marked-none')}
        counts={byCount(ingest.marked)}
        say={(flag) => known(`console-quality-${flag}`, flag)}
      />
      <Reasons
        title={text('console-health-refused')}
        none={text('console-health-refused-none')}
        counts={byCount(ingest.refused)}
        say={(reason) => known(reason, reason)}
      />
    </Paper>
  )
}

interface ReasonsProps {
  title: string
  none: string
  counts: readonly [reason: string, count: number][]
  say: (reason: string) => string
}

function Reasons({ title, none, counts, say }: ReasonsProps) {
  const text = useText()
  const { number } = useFormats()
  if (counts.length === 0) {
    return (
      <>
        <Title order={3} size="h5" mt="sm">
          {title}
        </Title>
        <Text size="sm">{none}</Text>
      </>
    )
  }
  return (
    <Table mt="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          <Table.Th ta="right">{text('console-health-count')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.map(([reason, count]) => (
          <Table.Tr key={reason}>
            <Table.Td>{say(reason)}</Table.Td>
            <Table.Td className={classes.number}>{number(count, 0)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
