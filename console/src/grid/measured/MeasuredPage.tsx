import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useFormats, useText } from '../../i18n/text'
import { GridHead } from '../feeder/GridHead'
import { GridLoaded } from '../feeder/GridLoaded'
import { estimateQuery, gridQuery } from '../queries'
import { Flagged } from './Flagged'
import { Islands } from './Islands'
import classes from './MeasuredPage.module.css'

/** How well all that is measured of the grid fits together, and what of it does not. */
export default function MeasuredPage() {
  const text = useText()
  const grid = useQuery(gridQuery)
  const { minute } = useFormats()
  const query = useQuery(estimateQuery)
  return (
    <GridLoaded query={grid} page>
      {({ simulated }) => (
        <div className={classes.page}>
          <GridHead title={text('console-measurements')} simulated={simulated} />
          <Group justify="space-between" align="flex-start">
            <Text size="sm" maw="60rem">
              {text('console-measurements-hint')}
            </Text>
            <Button
              variant="default"
              loading={query.isFetching}
              leftSection={<Icon of={RefreshCw} size={20} />}
              onClick={() => void query.refetch()}
            >
              {text('console-measurements-again')}
            </Button>
          </Group>
          {query.isPending && (
            <Text ta="center" mt="lg" role="status">
              {text('console-measurements-wait')}
            </Text>
          )}
          {query.data && query.isError && (
            <Alert color="orange" role="alert">
              {text('console-grid-stale', { time: minute(new Date(query.data.time)) })}
            </Alert>
          )}
          <GridLoaded query={query}>{(found) => <Found found={found} />}</GridLoaded>
        </div>
      )}
    </GridLoaded>
  )
}

const NODES = ['measured', 'estimated', 'doubtful', 'unobservable', 'dead'] as const

function Found({ found }: { found: Api<'GridEstimate'> }) {
  const text = useText()
  const { number, minute } = useFormats()
  const share = (value: number | null, digits: number) =>
    value === null ? '–' : `${number(100 * value, digits)} %`
  const figures: [label: string, value: string][] = [
    [text('console-measurements-time'), minute(new Date(found.time))],
    [text('console-measurements-all'), number(found.measurements, 0)],
    [text('console-measurements-used'), number(found.used, 0)],
    [text('console-measurements-left-out'), number(found.left_out, 0)],
    ...NODES.map((one): [string, string] => [
      text(`console-measurements-nodes-${one}`),
      number(found.nodes[one], 0),
    ]),
    [text('console-grid-lowest-voltage'), share(found.u_min_pu, 1)],
    [text('console-measurements-highest-voltage'), share(found.u_max_pu, 1)],
    [text('console-grid-highest-loading'), share(found.loading_max, 0)],
    [text('console-grid-overloaded'), number(found.overloaded.length, 0)],
  ]
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <dd className={classes.value}>{value}</dd>
          </div>
        ))}
      </dl>
      <section>
        <Title order={2} size="h4" mb="xs">
          {text('console-measurements-flagged')}
        </Title>
        <Flagged flagged={found.flagged} more={found.left_out - found.flagged.length} />
      </section>
      <section>
        <Title order={2} size="h4" mb="xs">
          {text('console-measurements-islands')}
        </Title>
        <Islands islands={found.islands} />
      </section>
    </>
  )
}
