import { Alert, Group, Paper, Text, Title } from '@mantine/core'
import { Problem } from '../api/problem'
import type { Api } from '../api/types'
import { useProblemText } from '../app/problems'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { grouped } from './figures'
import classes from './HealthPage.module.css'
import { PartStateMark } from './PartStateMark'
import { useKnownText } from './useKnownText'

/** One part of the platform: how it is and since when, what is wrong and what to do, its figures. */
export function PartCard({ part, stale }: { part: Api<'Part'>; stale: boolean }) {
  const text = useText()
  const known = useKnownText()
  const say = useProblemText()
  const { time, ago, number } = useFormats()
  const now = useNow()
  const of = (name: string) => known(`console-health-of-${name}`, name)
  const since = new Date(part.since)
  const rows: [key: string, value: string][] = [
    ['since', `${time(since)} (${ago(since, now)})`],
    ['said', part.last_said ? time(new Date(part.last_said)) : text('console-health-never')],
    ['started', part.started ? time(new Date(part.started)) : ''],
    ['memory', part.memory_mb === null ? '' : `${number(part.memory_mb, 0)} MB`],
    ['version', part.version],
  ]
  return (
    <Paper withBorder p="md" component="article" data-stale={stale || undefined} className={classes.card}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {known(`console-health-part-${part.part}`, part.part)}
        </Title>
        <PartStateMark state={part.state} />
      </Group>
      {part.state === 'lost' && (
        <Alert color="red" mb="xs" title={text('console-health-lost-title')}>
          {text('console-health-lost-hint')}
        </Alert>
      )}
      {part.trouble.map((trouble) => {
        const said = say(new Problem(0, trouble.key, trouble.fields))
        return (
          <Alert
            key={`${trouble.key} ${JSON.stringify(trouble.fields)}`}
            color="yellow"
            mb="xs"
            title={said.title}
          >
            {said.remedy}
          </Alert>
        )
      })}
      <dl className={classes.facts}>
        {rows
          .filter(([, value]) => value)
          .map(([key, value]) => (
            <div key={key}>
              <Text component="dt" size="sm" c="dimmed">
                {text(`console-health-${key}`)}
              </Text>
              <dd>{value}</dd>
            </div>
          ))}
        {grouped(part.figures).map((group) => (
          <div key={group.name}>
            <Text component="dt" size="sm" c="dimmed">
              {known(`console-health-figure-${group.name}`, group.name)}
            </Text>
            <dd>
              {group.figures
                .map(({ name, value }) => `${name && `${of(name)}: `}${number(value, 1)}`)
                .join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
    </Paper>
  )
}
