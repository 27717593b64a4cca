import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { ArrowRight } from 'lucide'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { AssetLink } from '../../assets/AssetLink'
import { useFormats, useText } from '../../i18n/text'
import { useAssets } from '../../map/useAssets'
import classes from './FeederPage.module.css'

function Section({ title, none, children }: { title: string; none: string | false; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h3" mb="xs">
        {title}
      </Title>
      {none ? <Text>{none}</Text> : <ul className={classes.list}>{children}</ul>}
    </Paper>
  )
}

/** Where the feeder meets others, with the way to them. */
export function Ties({ ties }: { ties: readonly Api<'FeederTie'>[] }) {
  const text = useText()
  return (
    <Section
      title={text('console-feeders-ties')}
      none={ties.length === 0 && text('console-feeder-ties-none')}
    >
      {ties.map((tie) => (
        <li key={`${tie.switch} ${tie.feeder}`}>
          {tie.feeder ? (
            <Link href={`/grid/feeders/${encodeURIComponent(tie.feeder)}`} className={classes.link}>
              <Icon of={ArrowRight} size={18} />
              {tie.feeder_name || tie.feeder}
            </Link>
          ) : (
            <Text>{text('console-feeder-tie-nowhere')}</Text>
          )}
          <Text size="sm" c="dimmed">
            {[
              tie.switch,
              text(tie.closed ? 'console-feeder-closed' : 'console-feeder-open'),
              text(tie.remote ? 'console-feeder-remote' : 'console-feeder-by-hand'),
            ].join(' · ')}
          </Text>
        </li>
      ))}
    </Section>
  )
}

/** Sites that much depends on, with how long their own backup lasts. */
export function Sites({ sites }: { sites: readonly Api<'CriticalSite'>[] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section
      title={text('console-feeder-sites')}
      none={sites.length === 0 && text('console-feeder-sites-none')}
    >
      {sites.map((site) => (
        <li key={`${site.asset} ${site.name}`}>
          <Group justify="space-between" gap="xs">
            {site.asset ? (
              <Link href={`/assets/${encodeURIComponent(site.asset)}`} className={classes.link}>
                {site.name}
              </Link>
            ) : (
              <Text>{site.name}</Text>
            )}
            <Badge variant="outline" color="gray">
              {text(`console-criticality-${site.criticality}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {site.backup_h === null
              ? text('console-feeder-backup-unknown')
              : text('console-feeder-backup', { hours: number(site.backup_h, 1) })}
          </Text>
        </li>
      ))}
    </Section>
  )
}

const FEW = 12

/** What measures on the feeder; each has its own history. */
export function Devices({ devices }: { devices: readonly string[] }) {
  const text = useText()
  const assets = useAssets()
  const [all, setAll] = useState(false)
  const known = useMemo(() => new Map(assets.data?.map((asset) => [asset.id, asset])), [assets.data])
  const shown = all ? devices : devices.slice(0, FEW)
  return (
    <Section
      title={text('console-feeder-history')}
      none={devices.length === 0 && text('console-feeder-history-none')}
    >
      {shown.map((id) => {
        const asset = known.get(id)
        return (
          <li key={id}>
            {asset ? (
              <AssetLink asset={asset} />
            ) : (
              <Link href={`/assets/${encodeURIComponent(id)}`} className={classes.link}>
                {id}
              </Link>
            )}
          </li>
        )
      })}
      {shown.length < devices.length && (
        <li>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {text('console-feeder-history-all', { count: devices.length })}
          </Button>
        </li>
      )}
    </Section>
  )
}
