import { Button, CloseButton, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide'
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { Loaded } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { LoadingBar } from '../feeder/LoadingBar'
import { whatIfQuery } from '../queries'
import { LOWEST_PU, simulationPath, troublesOf } from './contingency'
import classes from './SecurityPage.module.css'

interface Props {
  one: Api<'Contingency'>
  onClose: () => void
}

/** One failure in full: what goes dark, what is left to bring it back, what it does to the rest. */
export function CasePanel({ one, onClose }: Props) {
  const text = useText()
  const { number } = useFormats()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && onClose()
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onClose])
  const low = one.u_min_pu !== null && one.u_min_pu < LOWEST_PU
  const rows: [key: string, value: ReactNode][] = [
    ['console-security-kind', text(`console-security-kind-${one.kind}`)],
    [
      'console-security-feeder',
      one.feeder ? (
        <Link key="feeder" href={`/grid/feeders/${encodeURIComponent(one.feeder)}`} className={classes.link}>
          {one.feeder_name || one.feeder}
        </Link>
      ) : (
        '–'
      ),
    ],
    ['console-security-customers', number(one.customers, 0)],
    ['console-security-tripped', number(one.tripped, 0)],
    ['console-security-power', `${number(one.p_mw, 2)} MW`],
    ['console-security-sites', number(one.sites, 0)],
    ['console-security-tie', text(one.tied ? 'console-security-tied' : 'console-security-untied')],
    [
      'console-feeders-voltage',
      one.u_min_pu === null
        ? '–'
        : `${number(one.u_min_pu, 3, 3)}${low ? ` · ${text('console-feeder-low')}` : ''}`,
    ],
    ['console-feeders-loading', <LoadingBar key="loading" loading={one.loading_max} />],
    ['console-security-failures', `${number(one.failures_per_year, 4)} · ${text('console-assumed')}`],
    ['console-security-interruptions', number(one.interruptions_per_year, 1)],
  ]
  const troubles = troublesOf(one)
  return (
    <Paper withBorder p="md" component="aside" className={classes.side} aria-label={one.id}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {one.id}
          </Title>
          <CloseButton aria-label={text('console-security-close')} onClick={onClose} />
        </Group>
        {troubles.length > 0 && (
          <Text fw={600}>
            {troubles.map((trouble) => text(`console-security-trouble-${trouble}`)).join(' · ')}
          </Text>
        )}
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
        <Dark element={one.id} />
        <Button
          component={Link}
          href={simulationPath(one.id)}
          leftSection={<Icon of={FlaskConical} size={20} />}
        >
          {text('console-security-simulate')}
        </Button>
      </Stack>
    </Paper>
  )
}

/** Which critical sites would be dark if it failed now. */
function Dark({ element }: { element: string }) {
  const text = useText()
  const { number } = useFormats()
  const query = useQuery(whatIfQuery({ switches: [], out: [element] }))
  return (
    <section aria-label={text('console-security-dark')}>
      <Title order={3} size="h4">
        {text('console-security-dark')}
      </Title>
      <Loaded query={query}>
        {(state) => {
          const own = state.outages.filter((outage) => outage.element === element)
          const sites = own.flatMap((outage) => outage.critical_sites)
          if (sites.length === 0) return <Text size="sm">{text('console-security-dark-none')}</Text>
          return (
            <ul className={classes.list}>
              {sites.map((site) => (
                <li key={`${site.asset} ${site.name}`}>
                  {[
                    site.name,
                    text(`console-criticality-${site.criticality}`),
                    site.backup_h === null
                      ? text('console-feeder-backup-unknown')
                      : text('console-feeder-backup', { hours: number(site.backup_h, 1) }),
                  ].join(' · ')}
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}
