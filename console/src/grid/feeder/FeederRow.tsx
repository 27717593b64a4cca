import { Badge, Group, Table, Text } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import { DeadMark } from './DeadMark'
import classes from './FeederTable.module.css'
import { LoadingBar } from './LoadingBar'
import { LIMITS } from './profile'

type Feeder = Api<'FeederRow'>

/** The figures of a feeder in words, by column. */
function useFigures(feeder: Feeder): Record<'customers' | 'out' | 'power' | 'voltage' | 'ties', ReactNode> {
  const text = useText()
  const { number } = useFormats()
  const { u_min_pu: u } = feeder
  const low = u !== null && u < LIMITS.low
  return {
    customers: number(feeder.customers, 0),
    out: (
      <span className={feeder.customers_out > 0 ? classes.out : undefined}>
        {number(feeder.customers_out, 0)}
      </span>
    ),
    power: number(feeder.p_mw, 2, 2),
    voltage:
      u === null ? (
        '–'
      ) : (
        <>
          {number(u, 3, 3)}
          {low && <strong> · {text('console-feeder-low')}</strong>}
        </>
      ),
    ties: number(feeder.ties, 0),
  }
}

function Name({ feeder }: { feeder: Feeder }) {
  return (
    <Group gap="xs">
      <Link href={`/grid/feeders/${encodeURIComponent(feeder.id)}`} className={classes.link}>
        {feeder.name}
      </Link>
      {!feeder.energised && <DeadMark />}
    </Group>
  )
}

export const FeederCells = memo(function FeederCells({ feeder }: { feeder: Feeder }) {
  const text = useText()
  const figures = useFigures(feeder)
  return (
    <Table.Tr>
      <Table.Td>
        <Name feeder={feeder} />
      </Table.Td>
      <Table.Td>{text(`console-feeder-kind-${feeder.kind}`)}</Table.Td>
      <Table.Td>{feeder.substation_name}</Table.Td>
      <Table.Td className={classes.figure}>{figures.customers}</Table.Td>
      <Table.Td className={classes.figure}>{figures.out}</Table.Td>
      <Table.Td className={classes.figure}>{figures.power}</Table.Td>
      <Table.Td>
        <LoadingBar loading={feeder.loading_max} />
      </Table.Td>
      <Table.Td className={classes.figure}>{figures.voltage}</Table.Td>
      <Table.Td className={classes.figure}>{figures.ties}</Table.Td>
    </Table.Tr>
  )
})

export const FeederCard = memo(function FeederCard({ feeder }: { feeder: Feeder }) {
  const text = useText()
  const figures = useFigures(feeder)
  return (
    <li className={classes.card}>
      <Group justify="space-between" wrap="nowrap">
        <Name feeder={feeder} />
        <Badge variant="outline" color="gray">
          {text(`console-feeder-kind-${feeder.kind}`)}
        </Badge>
      </Group>
      {feeder.substation_name && (
        <Text size="sm" c="dimmed" mb="xs">
          {feeder.substation_name}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {text('console-feeders-loading')}
      </Text>
      <LoadingBar loading={feeder.loading_max} />
      <dl className={classes.figures}>
        {(['customers', 'out', 'power', 'voltage', 'ties'] as const).map((column) => (
          <div key={column}>
            <Text component="dt" size="xs" c="dimmed">
              {text(`console-feeders-${column}`)}
            </Text>
            <dd className={classes.value}>{figures[column]}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
})
