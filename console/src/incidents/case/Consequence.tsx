import { Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { BatteryMedium, BatteryWarning, ZapOff } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useNow } from '../../app/useNow'
import { useFormats, useText } from '../../i18n/text'
import { countdown } from '../useWords'
import classes from './Consequence.module.css'
import { batteryOf, nextOut } from './cause'

/** So many lines of a list are drawn at first. */
const FIRST = 8

/** Who and what is hit: customers, units, kinds of assets, critical sites and their batteries, who is next. */
export function Consequence({ cause }: { cause: Api<'Cause'> }) {
  const text = useText()
  const { number } = useFormats()
  const now = useNow()
  const { customers, load_mw: load, kinds, places, critical, next, simulated, assumed } = cause.consequence
  const soon = nextOut(next, now)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-hit')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {text('console-hit')}
          </Title>
          <Group gap="xs">
            {simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
            {assumed && (
              <Badge variant="outline" color="gray">
                {text('console-assumed')}
              </Badge>
            )}
          </Group>
        </Group>
        {cause.kind === 'network' && <Text>{text('console-hit-network')}</Text>}
        <dl className={classes.figures}>
          <Figure name={text('console-hit-customers')} value={number(customers, 0)} />
          <Figure name={text('console-hit-load')} value={text('console-hit-mw', { load: number(load, 2) })} />
          <Figure name={text('console-hit-places')} value={number(places.length, 0)} />
          <Figure name={text('console-hit-critical')} value={number(critical.length, 0)} />
        </dl>
        <Sites title={text('console-hit-sites')} assets={critical} now={now} />
        <Sites title={text('console-hit-next')} assets={soon} now={now} />
        {kinds.length > 0 && (
          <Table aria-label={text('console-hit-kinds')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text('console-hit-kind')}</Table.Th>
                <Table.Th ta="end">{text('console-hit-dark')}</Table.Th>
                <Table.Th ta="end">{text('console-hit-cut')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {kinds.map((one) => (
                <Table.Tr key={one.kind}>
                  <Table.Th scope="row" fw={400}>
                    {one.kind_name}
                  </Table.Th>
                  <Table.Td ta="end">{number(one.dark, 0)}</Table.Td>
                  <Table.Td ta="end">{number(one.cut, 0)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {places.length > 0 && (
          <ul className={classes.places} aria-label={text('console-hit-places')}>
            {places.map((one) => (
              <li key={one.place}>
                <Link href={`/places/${one.place}`} className={classes.place}>
                  {one.name}
                  <strong>{number(one.customers, 0)}</strong>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Paper>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd className={classes.value}>{value}</dd>
    </div>
  )
}

interface SitesProps {
  title: string
  assets: readonly Api<'HitAsset'>[]
  now: Date
}

const BATTERIES = { holds: BatteryMedium, spent: BatteryWarning, none: ZapOff } as const

/** Sites that are hit, each with what its battery still holds. */
function Sites({ title, assets, now }: SitesProps) {
  const text = useText()
  const { ago } = useFormats()
  const [all, setAll] = useState(false)
  if (assets.length === 0) return null
  const shown = all ? assets : assets.slice(0, FIRST)
  const said = (one: Api<'HitAsset'>) => {
    const battery = batteryOf(one, now)
    if (battery === 'none') return text('console-hit-battery-none')
    const until = new Date(one.until ?? '')
    return battery === 'holds'
      ? text('console-hit-battery-holds', { left: countdown(until.getTime() - now.getTime()) })
      : text('console-hit-battery-spent', { ago: ago(until, now) })
  }
  return (
    <div>
      <Title order={3} size="h5">
        {title}
      </Title>
      <ul className={classes.sites}>
        {shown.map((one) => (
          <li key={one.asset}>
            <Link href={`/assets/${encodeURIComponent(one.asset)}`} className={classes.site}>
              <span>
                <Text component="span" fw={600} display="block">
                  {one.name}
                </Text>
                <Text component="span" size="sm" c="dimmed">
                  {[one.kind_name, one.place_name, text(`console-criticality-${one.criticality}`)]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </span>
              <span className={classes.battery} data-battery={batteryOf(one, now)}>
                <Icon of={BATTERIES[batteryOf(one, now)]} size={20} />
                {said(one)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length < assets.length && (
        <Button variant="subtle" fullWidth onClick={() => setAll(true)}>
          {text('console-incidents-more-lines', { count: assets.length - shown.length })}
        </Button>
      )}
    </div>
  )
}
