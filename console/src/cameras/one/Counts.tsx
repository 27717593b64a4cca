import {
  Button,
  Collapse,
  Group,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide'
import { useMemo, useState } from 'react'
import type { Api } from '../../api/types'
import { Empty, Loaded } from '../../app/states'
import { useNow } from '../../app/useNow'
import { useFormats, useText } from '../../i18n/text'
import { LABELS } from '../events/filter'
import { countsQuery } from '../queries'
import { CountsChart } from './CountsChart'
import { byHour, reach, SPANS, type Span, sum } from './counts'

const HOUR_MS = 3_600_000

/** How often the lines of a camera were crossed, hour by hour and either way; nothing where it has none. */
export function Counts({ detail }: { detail: Api<'CameraDetail'> }) {
  const lines = detail.scenes.filter(({ kind }) => kind === 'line_crossing')
  return lines.length > 0 ? <OfLines camera={detail.camera.id} lines={lines} /> : null
}

function OfLines({ camera, lines }: { camera: string; lines: readonly Api<'Scene'>[] }) {
  const text = useText()
  const [span, setSpan] = useState<Span>('day')
  const [wanted, setLine] = useState('')
  const [label, setLabel] = useState('')
  const hour = Math.floor(useNow().getTime() / HOUR_MS)
  const { start, end } = useMemo(() => reach(span, hour * HOUR_MS), [span, hour])
  const query = useQuery({ ...countsQuery(camera, start, end), refetchInterval: 60_000 })
  const line = lines.find(({ id }) => id === wanted) ?? lines[0]
  const title = text('console-cameras-counts')
  if (!line) return null
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {title}
          </Title>
          <SegmentedControl
            aria-label={text('console-cameras-counts-span')}
            data={Object.keys(SPANS).map((one) => ({ value: one, label: text(`console-range-${one}`) }))}
            value={span}
            onChange={(value) => setSpan(value as Span)}
          />
        </Group>
        <Group gap="sm" grow preventGrowOverflow={false}>
          {lines.length > 1 && (
            <Select
              label={text('console-cameras-counts-line')}
              data={lines.map(({ id, name }) => ({ value: id, label: name }))}
              value={line.id}
              allowDeselect={false}
              onChange={(value) => setLine(value ?? '')}
            />
          )}
          <Select
            label={text('console-cameras-counts-label')}
            data={[
              { value: '', label: text('console-cameras-counts-all') },
              ...LABELS.map((one) => ({ value: one, label: text(`console-cameras-label-${one}`) })),
            ]}
            value={label}
            allowDeselect={false}
            onChange={(value) => setLabel(value ?? '')}
          />
        </Group>
        <Loaded query={query}>
          {({ items }) => <Shown items={items} start={start} end={end} line={line} label={label} />}
        </Loaded>
      </Stack>
    </Paper>
  )
}

interface ShownProps {
  items: readonly Api<'LineCount'>[]
  start: string
  end: string
  line: Api<'Scene'>
  label: string
}

function Shown({ items, start, end, line, label }: ShownProps) {
  const text = useText()
  const { number, minute } = useFormats()
  const [table, { toggle }] = useDisclosure()
  const bars = useMemo(
    () => byHour(items, { start, end }, line.id, label),
    [items, start, end, line.id, label],
  )
  const [forward, backward] = [sum(bars.forward), sum(bars.backward)]
  if (forward + backward === 0)
    return (
      <Empty
        icon={ChartNoAxesColumn}
        title={text('console-cameras-counts-none')}
        hint={text('console-cameras-counts-none-hint')}
      />
    )
  const said = text('console-cameras-counts-sum', {
    line: line.name,
    forward: number(forward, 0),
    backward: number(backward, 0),
  })
  const rows = bars.time
    .map((time, at) => ({ time, forward: bars.forward[at] ?? 0, backward: bars.backward[at] ?? 0 }))
    .filter((row) => row.forward + row.backward > 0)
    .reverse()
  return (
    <>
      <Text>{said}</Text>
      <CountsChart bars={bars} label={said} />
      <Text size="sm" c="dimmed">
        {text('console-cameras-counts-how')}
      </Text>
      <Button variant="default" w="fit-content" aria-expanded={table} onClick={toggle}>
        {text('console-cameras-counts-table')}
      </Button>
      <Collapse expanded={table}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{text('console-cameras-counts-hour')}</Table.Th>
              <Table.Th scope="col" ta="end">
                {text('console-cameras-direction-forward')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {text('console-cameras-direction-backward')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.time}>
                <Table.Th scope="row">{minute(new Date(row.time * 1000))}</Table.Th>
                <Table.Td ta="end">{number(row.forward, 0)}</Table.Td>
                <Table.Td ta="end">{number(row.backward, 0)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Collapse>
    </>
  )
}
