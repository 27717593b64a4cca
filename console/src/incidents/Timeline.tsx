import { useLocalization } from '@fluent/react'
import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { CircleDot } from 'lucide'
import { useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { unitText } from '../assets/values'
import { useFormats, useText } from '../i18n/text'
import { fieldsOf } from './findings'
import { HAPPENED_ICONS } from './icons'
import classes from './Timeline.module.css'
import { happenedKey, type Line, linesOf, worthTelling } from './timeline'

type Entry = Api<'TimelineEntry'>

/** So many lines are drawn at first. */
const FIRST = 30

/** What happened to an incident, the newest first. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const text = useText()
  const [all, setAll] = useState(false)
  const lines = linesOf(worthTelling(entries))
  const shown = all ? lines : lines.slice(0, FIRST)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-timeline')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-incidents-timeline')}
      </Title>
      <Lines lines={shown} />
      {shown.length < lines.length && (
        <Button variant="subtle" fullWidth onClick={() => setAll(true)}>
          {text('console-incidents-more-lines', { count: lines.length - shown.length })}
        </Button>
      )}
    </Paper>
  )
}

export function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ol className={classes.list}>
      {lines.map((line) => (
        <One key={line.entry.seq} line={line} />
      ))}
    </ol>
  )
}

function One({ line: { entry, more } }: { line: Line }) {
  const text = useText()
  const { time } = useFormats()
  const [open, setOpen] = useState(false)
  const byPlatform = entry.actor.startsWith('system:')
  return (
    <li className={classes.entry}>
      <span className={classes.icon}>
        <Icon of={HAPPENED_ICONS[entry.kind] ?? CircleDot} size={20} />
      </span>
      <div>
        <Text size="sm" c="dimmed">
          <time dateTime={entry.time}>{time(new Date(entry.time))}</time>
          {' · '}
          {byPlatform ? text('console-incidents-by-platform') : entry.actor_name}
        </Text>
        <Group gap="xs">
          <Text fw={600}>{useHappened()(entry)}</Text>
          {more.length > 0 && (
            <Button
              size="compact-md"
              mih="3rem"
              variant="default"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {text('console-incidents-and-more', { count: more.length })}
            </Button>
          )}
        </Group>
        <Said entry={entry} />
        {open && <Lines lines={more.map((one) => ({ entry: one, more: [] }))} />}
      </div>
    </li>
  )
}

/** Returns a function that says what happened, in a few words. */
function useHappened() {
  const text = useText()
  const { l10n } = useLocalization()
  return ({ kind, data }: Entry): string => {
    const severity = typeof data.severity === 'string' ? text(`console-severity-${data.severity}`) : ''
    if (kind === 'incident.refreshed') return text('console-incidents-milder', { severity })
    const key = happenedKey(kind)
    // A newer platform may tell of what this console has no words for.
    const words = l10n.getBundle(key) ? text(key) : text('console-incidents-happened', { kind })
    if (kind === 'incident.escalated') return `${words}: ${severity}`
    if (kind === 'incident.resolved' && data.resolution === 'false_alarm')
      return `${words}: ${text('incident-resolution-false-alarm')}`
    return typeof data.title === 'string' ? `${words}: ${data.title}` : words
  }
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
