import { ActionIcon, Alert, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw, WifiOff } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { Loaded } from '../app/states'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { useLive } from '../live/LiveProvider'
import classes from './HealthPage.module.css'
import { Ingest } from './Ingest'
import { PartCard } from './PartCard'
import { PartStateMark } from './PartStateMark'
import { healthQuery } from './queries'
import { Stores } from './Stores'

/** How the platform itself is: each part, what became of what came in, what is stored. */
export default function HealthPage() {
  const query = useQuery(healthQuery)
  return (
    <Loaded query={query} page>
      {(health) => <Health health={health} />}
    </Loaded>
  )
}

/** What is older than this is not how the platform is, but how it was. */
const STALE_MS = 30_000

function Health({ health }: { health: Api<'SystemHealth'> }) {
  const text = useText()
  const { connection } = useLive()
  const { time, ago, number } = useFormats()
  const { dataUpdatedAt, isFetching, refetch } = useQuery(healthQuery)
  const now = useNow()
  const seen = new Date(dataUpdatedAt)
  const stale = now.getTime() - dataUpdatedAt > STALE_MS
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Group>
            <Title order={1} size="h2">
              {text('console-health')}
            </Title>
            <PartStateMark state={health.state} />
          </Group>
          <Text c="dimmed">
            {text('console-health-about', {
              version: health.version,
              screens: health.stream_clients,
              events: health.event_seq === null ? '–' : number(health.event_seq, 0),
            })}
          </Text>
        </div>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {text('console-health-as-of', { time: time(seen) })}
          </Text>
          <ActionIcon
            variant="default"
            aria-label={text('console-health-again')}
            loading={isFetching}
            onClick={() => void refetch()}
          >
            <Icon of={RefreshCw} />
          </ActionIcon>
        </Group>
      </Group>
      {(connection === 'lost' || stale) && (
        <Alert
          color="yellow"
          role="alert"
          icon={<Icon of={WifiOff} />}
          title={text('console-health-stale', { time: time(seen), ago: ago(seen, now) })}
        >
          {text('console-health-stale-hint')}
        </Alert>
      )}
      <section aria-label={text('console-health-parts')} className={classes.cards}>
        {health.parts.map((part) => (
          <PartCard key={part.part} part={part} stale={stale} />
        ))}
      </section>
      <div className={classes.cards}>
        <Ingest ingest={health.ingest} />
        <Stores stores={health.stores} />
      </div>
    </div>
  )
}
