import { Alert, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useFormats, useText } from '../../i18n/text'
import { GridLoaded } from '../feeder/GridLoaded'
import { stormQuery } from '../queries'
import bars from './Bars.module.css'
import classes from './SecurityPage.module.css'
import { type BandBar, bandBars, within } from './storm'

/** The storm of September 2024 played on this grid, against what was published. */
export function Storm() {
  const query = useQuery(stormQuery)
  return <GridLoaded query={query}>{(storm) => <Replay storm={storm} />}</GridLoaded>
}

function Replay({ storm }: { storm: Api<'StormReplay'> }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Stack>
      <Alert color="gray" icon={<Icon of={Info} />} title={text('console-storm-notes')} role="note">
        <ul className={classes.list}>
          {storm.notes.map((note) => (
            <li key={note}>{text(note)}</li>
          ))}
        </ul>
      </Alert>
      <Paper withBorder p="md" component="section" aria-label={text('console-storm-title')}>
        <Stack gap="sm">
          <Title order={2} size="h3">
            {text('console-storm-title')} · {storm.name}
          </Title>
          <Text size="sm">{text('console-storm-scenarios', { count: storm.scenarios })}</Text>
          <ul className={bars.bars} aria-label={text('console-storm-bands')}>
            {bandBars(storm).map((bar) => (
              <Band key={bar.group} bar={bar} />
            ))}
          </ul>
          <Text size="sm" c="dimmed">
            {text('console-storm-legend')}
          </Text>
          <Text>
            {text('console-storm-customers', {
              expected: number(storm.customers.expected, 0),
              low: number(storm.customers.low, 0),
              high: number(storm.customers.high, 0),
            })}
          </Text>
        </Stack>
      </Paper>
      <Likeliest storm={storm} />
    </Stack>
  )
}

function Band({ bar }: { bar: BandBar }) {
  const text = useText()
  const { number } = useFormats()
  const inside = within(bar)
  return (
    <li className={bars.row}>
      <span>{text(`console-storm-group-${bar.group}`)}</span>
      <span className={bars.track} aria-hidden="true">
        <span
          className={bars.band}
          style={{ left: `${bar.low * 100}%`, width: `${(bar.high - bar.low) * 100}%` }}
        />
        <span className={bars.expected} style={{ left: `${bar.expected * 100}%` }} />
        {bar.at !== null && <span className={bars.target} style={{ left: `${bar.at * 100}%` }} />}
      </span>
      <span className={bars.said}>
        {text('console-storm-band', {
          expected: number(bar.band.expected, 1),
          low: number(bar.band.low, 0),
          high: number(bar.band.high, 0),
        })}
        {bar.published !== null &&
          ` · ${text('console-storm-published', { count: number(bar.published, 0) })}`}
        {inside === false && ` · ${text('console-storm-outside')}`}
      </span>
    </li>
  )
}

function Likeliest({ storm }: { storm: Api<'StormReplay'> }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-storm-likeliest')}>
      <Title order={2} size="h3">
        {text('console-storm-likeliest')}
      </Title>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('console-security-feeder')}</Table.Th>
              <Table.Th>{text('console-feeders-kind')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-storm-probability')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-feeders-customers')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {storm.likeliest.map((feeder) => (
              <Table.Tr key={feeder.id}>
                <Table.Td>
                  <Link href={`/grid/feeders/${encodeURIComponent(feeder.id)}`} className={classes.link}>
                    {feeder.name}
                  </Link>
                </Table.Td>
                <Table.Td>{text(`console-feeder-kind-${feeder.kind}`)}</Table.Td>
                <Table.Td className={classes.figure}>{number(feeder.probability * 100, 0)}%</Table.Td>
                <Table.Td className={classes.figure}>{number(feeder.customers, 0)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
