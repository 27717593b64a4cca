import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ShieldAlert } from 'lucide'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useFormats, useText } from '../../i18n/text'
import { gridStateQuery } from '../queries'
import { DeadMark } from './DeadMark'
import classes from './FeederPage.module.css'
import { Forecast } from './Forecast'
import { GridHead } from './GridHead'
import { LoadingBar } from './LoadingBar'
import { Devices, Sites, Ties } from './Neighbours'
import { LIMITS } from './profile'
import { SingleLine } from './SingleLine'
import { VoltageProfile } from './VoltageProfile'

/** One feeder: its diagram, voltage, load, who hangs on it, where it can be fed from. */
export function FeederPage({ feeder }: { feeder: Api<'FeederDetail'> }) {
  const text = useText()
  const maySimulate = useMay('grid.simulate')
  const { row } = feeder
  return (
    <div className={classes.page}>
      <GridHead title={row.name} simulated={feeder.simulated}>
        <Badge size="lg" variant="outline" color="gray">
          {text(`console-feeder-kind-${row.kind}`)}
        </Badge>
        {!row.energised && <DeadMark />}
      </GridHead>
      <Figures feeder={feeder} />
      <SingleLine feeder={feeder} />
      <div className={classes.columns}>
        <Stack className={classes.wide}>
          <VoltageProfile points={feeder.profile} />
          <Forecast feeder={row.id} />
        </Stack>
        <Stack>
          <Ties ties={feeder.ties} />
          <Sites sites={feeder.critical_sites} />
          <Devices devices={feeder.devices} />
          {maySimulate && (
            <Button
              component={Link}
              href={`/grid/security?feeder=${encodeURIComponent(row.id)}`}
              variant="default"
              leftSection={<Icon of={ShieldAlert} size={20} />}
            >
              {text('console-feeder-weakest')}
            </Button>
          )}
        </Stack>
      </div>
    </div>
  )
}

function Figures({ feeder }: { feeder: Api<'FeederDetail'> }) {
  const text = useText()
  const { number } = useFormats()
  const { row } = feeder
  const dark = row.customers_out > 0
  const { data: state } = useQuery({ ...gridStateQuery, enabled: dark })
  const guessed = dark && state?.outages.some((one) => one.feeder === row.id && one.estimate !== null)
  const low = row.u_min_pu !== null && row.u_min_pu < LIMITS.low
  const rows: [key: string, value: ReactNode][] = [
    [
      'console-feeders-substation',
      row.substation ? <Substation key="substation" row={row} /> : row.substation_name || '–',
    ],
    ['console-feeders-customers', number(row.customers, 0)],
    [
      'console-feeders-out',
      [number(row.customers_out, 0), guessed && text('console-grid-line-guessed')]
        .filter(Boolean)
        .join(' · '),
    ],
    ['console-feeders-power', number(row.p_mw, 2, 2)],
    ['console-feeders-loading', <LoadingBar key="loading" loading={row.loading_max} />],
    [
      'console-feeders-voltage',
      row.u_min_pu === null
        ? '–'
        : `${number(row.u_min_pu, 3, 3)}${low ? ` · ${text('console-feeder-low')}` : ''}`,
    ],
    ['console-feeder-length', `${number(row.length_km, 1)} km`],
    ['console-feeder-sections', number(row.sections, 0)],
    ['console-feeder-transformers', number(row.transformers, 0)],
    ['console-feeder-basis', text(`console-feeder-basis-${feeder.basis}`)],
  ]
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-feeder-figures')}>
      <Title order={2} size="h3" className={classes.unseen}>
        {text('console-feeder-figures')}
      </Title>
      <dl className={classes.figures}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <Text component="dt" size="sm" c="dimmed">
              {text(key)}
            </Text>
            <dd className={classes.value}>{value}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  )
}

function Substation({ row }: { row: Api<'FeederRow'> }) {
  return (
    <Group gap={0}>
      <Link href={`/assets/${encodeURIComponent(row.substation)}`} className={classes.link}>
        {row.substation_name || row.substation}
      </Link>
    </Group>
  )
}
