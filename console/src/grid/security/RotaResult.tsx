import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import bars from './Bars.module.css'
import { cutsOf, slotBars } from './rota'
import classes from './SecurityPage.module.css'

/** Who loses power when: the slots as bars against what was asked for, and every feeder with its slots. */
export function RotaResult({ rota, hours }: { rota: Api<'Rota'>; hours: number }) {
  const text = useText()
  const { number } = useFormats()
  const drawn = useMemo(() => slotBars(rota, hours), [rota, hours])
  const cuts = useMemo(() => cutsOf(rota, hours), [rota, hours])
  const figures: [key: string, value: string][] = [
    ['console-rota-asked', `${number(rota.p_mw, 1)} MW`],
    ['console-rota-available', `${number(rota.available_mw, 1)} MW`],
    ['console-rota-customer-hours', number(rota.customer_hours, 0)],
    ['console-rota-most', `${number(rota.most_hours, 1)} h`],
    ['console-rota-fewest', `${number(rota.fewest_hours, 1)} h`],
    ['console-rota-excluded', number(rota.excluded, 0)],
    ['console-rota-gap', rota.gap === null ? '–' : `${number(rota.gap * 100, 2)}%`],
  ]
  return (
    <>
      <Paper withBorder p="md" component="section" aria-label={text('console-rota-result')}>
        <Stack gap="sm">
          <Title order={2} size="h3">
            {text('console-rota-result')}
          </Title>
          <div role="status">
            <dl className={classes.figures}>
              {figures.map(([key, value]) => (
                <div key={key}>
                  <Text component="dt" size="sm" c="dimmed">
                    {text(key)}
                  </Text>
                  <dd className={classes.value}>{value}</dd>
                </div>
              ))}
            </dl>
          </div>
          <Text size="sm">{text('console-rota-gap-hint')}</Text>
          <ul className={bars.bars} aria-label={text('console-rota-slots-label')}>
            {drawn.bars.map((bar) => (
              <li key={bar.from} className={bars.row}>
                <span>
                  {text('console-rota-slot', { from: number(bar.from, 1), until: number(bar.until, 1) })}
                </span>
                <span className={bars.track} aria-hidden="true">
                  <span
                    className={bars.bar}
                    data-short={bar.met < 0.999 || undefined}
                    style={{ width: `${bar.share * 100}%` }}
                  />
                  <span className={bars.target} style={{ left: `${drawn.target * 100}%` }} />
                </span>
                <span className={bars.said}>
                  {text('console-rota-slot-words', {
                    mw: number(bar.slot.p_mw, 1),
                    customers: number(bar.slot.customers, 0),
                    feeders: bar.slot.feeders.length,
                  })}
                  {bar.met < 0.999 && <strong> · {text('console-rota-short')}</strong>}
                </span>
              </li>
            ))}
          </ul>
          <Text size="sm" c="dimmed">
            {text('console-rota-target')}
          </Text>
        </Stack>
      </Paper>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={2} aria-label={text('console-rota-who')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('console-security-feeder')}</Table.Th>
              <Table.Th>{text('console-rota-when')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-rota-hours')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-feeders-customers')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-feeders-power')}</Table.Th>
              <Table.Th className={classes.figure}>{text('console-security-sites')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cuts.map((cut) => (
              <Table.Tr key={cut.id}>
                <Table.Td>
                  <Link href={`/grid/feeders/${encodeURIComponent(cut.id)}`} className={classes.link}>
                    {cut.name}
                  </Link>
                </Table.Td>
                <Table.Td>{cut.slots.join(', ')}</Table.Td>
                <Table.Td className={classes.figure}>{number(cut.hours, 1)}</Table.Td>
                <Table.Td className={classes.figure}>{number(cut.customers, 0)}</Table.Td>
                <Table.Td className={classes.figure}>{number(cut.p_mw, 2, 2)}</Table.Td>
                <Table.Td className={classes.figure}>{number(cut.sites, 0)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
