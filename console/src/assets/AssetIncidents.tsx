import { Group, Paper, Text, Title, UnstyledButton } from '@mantine/core'
import { CircleCheck } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useFormats, useText } from '../i18n/text'
import classes from './AssetIncidents.module.css'
import { SeverityMark } from './SeverityMark'

/** The open incidents of an asset or place, each the way to its own page. */
export function AssetIncidents({ incidents }: { incidents: readonly Api<'IncidentSummary'>[] }) {
  const text = useText()
  const { time } = useFormats()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-open-incidents')}>
      <Title order={2} size="h3" mb="xs">
        {text('console-open-incidents')}
      </Title>
      {incidents.length === 0 && (
        <Group gap="xs">
          <Icon of={CircleCheck} />
          <Text>{text('console-open-incidents-none')}</Text>
        </Group>
      )}
      {incidents.map((incident) => (
        <UnstyledButton
          key={incident.id}
          component={Link}
          href={`/incidents/${incident.id}`}
          className={classes.incident}
        >
          <SeverityMark severity={incident.severity} />
          <span>
            <Text component="span" display="block" fw={600}>
              {incident.title}
            </Text>
            <Text component="span" size="sm" c="dimmed">
              {text(`console-incident-${incident.state}`)} · {time(new Date(incident.opened))}
            </Text>
          </span>
        </UnstyledButton>
      ))}
    </Paper>
  )
}
