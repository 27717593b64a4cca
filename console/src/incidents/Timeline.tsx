import { Paper, Text, Title } from '@mantine/core'
import {
  ArrowDown,
  ArrowUp,
  CircleCheck,
  CircleDot,
  Eye,
  type IconNode,
  MessageSquare,
  SearchAlert,
  SearchCheck,
  Undo2,
} from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { unitText } from '../assets/values'
import { useFormats, useText } from '../i18n/text'
import { fieldsOf } from './findings'
import classes from './Timeline.module.css'
import { worthTelling } from './timeline'

type Entry = Api<'TimelineEntry'>

const ICONS: Readonly<Record<string, IconNode>> = {
  'incident.opened': CircleDot,
  'incident.acknowledged': Eye,
  'incident.unacknowledged': Undo2,
  'incident.commented': MessageSquare,
  'incident.closed': CircleCheck,
  'incident.reopened': Undo2,
  'incident.cleared': CircleCheck,
  'incident.escalated': ArrowUp,
  'incident.refreshed': ArrowDown,
  'finding.opened': SearchAlert,
  'finding.closed': SearchCheck,
}

/** What happened to an incident, the newest first. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const text = useText()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-timeline')}>
      <Title order={3} size="h4" mb="xs">
        {text('console-incidents-timeline')}
      </Title>
      <Entries entries={worthTelling(entries)} />
    </Paper>
  )
}

export function Entries({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol className={classes.list}>
      {entries.map((entry) => (
        <One key={entry.seq} entry={entry} />
      ))}
    </ol>
  )
}

function One({ entry }: { entry: Entry }) {
  const text = useText()
  const { time } = useFormats()
  const byPlatform = entry.actor.startsWith('system:')
  const severity = String(entry.data.severity ?? 'info')
  const words = text(`console-happened-${entry.kind.replace('.', '-')}`, {
    severity: text(`console-severity-${severity}`),
  })
  return (
    <li className={classes.entry}>
      <span className={classes.icon}>
        <Icon of={ICONS[entry.kind] ?? CircleDot} size={20} />
      </span>
      <div>
        <Text size="sm" c="dimmed">
          <time dateTime={entry.time}>{time(new Date(entry.time))}</time>
          {' · '}
          {byPlatform ? text('console-incidents-by-platform') : entry.actor_name}
        </Text>
        <Text fw={600}>{words}</Text>
        <Said entry={entry} />
      </div>
    </li>
  )
}

/** A finding's explanation in the chosen language, or what a person wrote. */
function Said({ entry }: { entry: Entry }) {
  const text = useText()
  const { key, fields } = entry.data
  const said =
    typeof key === 'string'
      ? text(key, fieldsOf((fields ?? {}) as Api<'Finding'>['fields'], unitText))
      : entry.text
  return said ? <Text className={classes.said}>{said}</Text> : null
}
