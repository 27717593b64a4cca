import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Map as MapIcon, MapPin } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useNow } from '../app/useNow'
import { AssetLink } from '../assets/AssetLink'
import { assetQuery } from '../assets/queries'
import { SeverityMark } from '../assets/SeverityMark'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { Acts } from './Acts'
import { Findings } from './Findings'
import classes from './IncidentPanel.module.css'
import { IncidentState } from './IncidentState'
import { Timeline } from './Timeline'

type Incident = Api<'IncidentDetail'>

/** One incident: what, where and why, what was done about it, and what can be done. */
export function IncidentPanel({ incident, back }: { incident: Incident; back: string }) {
  const asset = useQuery({ ...assetQuery(incident.asset), enabled: incident.asset !== '' }).data
  return (
    <article className={classes.panel} aria-label={incident.title}>
      <Heading incident={incident} assumed={asset?.assumed ?? false} back={back} />
      <div className={classes.columns}>
        <Stack>
          <Findings incident={incident} asset={asset} />
          <Timeline entries={incident.timeline} />
        </Stack>
        <Stack className={classes.side}>
          <Where incident={incident} asset={asset} />
          <Acts incident={incident} />
        </Stack>
      </div>
    </article>
  )
}

function Heading({ incident, assumed, back }: { incident: Incident; assumed: boolean; back: string }) {
  const text = useText()
  const { language } = useLanguage()
  const { time, ago } = useFormats()
  const now = useNow()
  const opened = new Date(incident.opened)
  return (
    <header>
      <Button
        component={Link}
        href={back}
        variant="subtle"
        className={classes.back}
        leftSection={<Icon of={ArrowLeft} size={20} />}
      >
        {text('console-incidents-back')}
      </Button>
      <Group gap="sm">
        <SeverityMark severity={incident.severity} />
        <IncidentState state={incident.state} />
        {incident.simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
        {assumed && (
          <Badge variant="outline" color="gray">
            {text('console-assumed')}
          </Badge>
        )}
      </Group>
      <Title order={2} mt={4}>
        {nameIn(language, { names: incident.names })}
      </Title>
      <Text c="dimmed">{text('console-incidents-since', { time: time(opened), ago: ago(opened, now) })}</Text>
      {incident.simulated && <Text size="sm">{text('console-incidents-simulated')}</Text>}
      {incident.state === 'closed' && incident.reason && (
        <Text mt="xs">{text('console-incidents-closed-because', { reason: incident.reason })}</Text>
      )}
    </header>
  )
}

function Where({ incident, asset }: { incident: Incident; asset: Api<'AssetDetail'> | undefined }) {
  const text = useText()
  if (incident.asset === '') return null
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-where')}>
      <Title order={3} size="h4" mb="xs">
        {text('console-incidents-where')}
      </Title>
      {asset ? <AssetLink asset={asset} /> : <Text>{incident.asset_name}</Text>}
      {incident.place && (
        <Link href={`/places/${incident.place}`} className={classes.place}>
          <Icon of={MapPin} size={20} />
          {incident.place_name}
        </Link>
      )}
      <Button
        component={Link}
        href={`/?asset=${incident.asset}`}
        variant="default"
        fullWidth
        leftSection={<Icon of={MapIcon} size={20} />}
      >
        {text('console-asset-on-map')}
      </Button>
    </Paper>
  )
}
