import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Hourglass, MessageSquareWarning } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { countdown } from '../incidents/useWords'
import classes from './Drills.module.css'

/** The messages of a drill: those that have come, the last on top and said aloud, and to the leader those to come. */
export function Injects({ drill }: { drill: Api<'Drill'> }) {
  const text = useText()
  const { number } = useFormats()
  const now = useNow()
  const title = text('console-drills-injects')
  const come = drill.injects.filter(({ shown }) => shown).toReversed()
  const ahead = drill.injects.filter(({ shown }) => !shown)
  const left = (time: string) => countdown(Date.parse(time) - now.getTime())
  const after = ({ after_min }: Api<'DrillInject'>) =>
    text('console-drills-after', { minutes: number(after_min, 1) })
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {drill.next_inject && (
            <Badge size="lg" variant="outline" color="gray" leftSection={<Icon of={Hourglass} size={16} />}>
              {text('console-drills-next', { left: left(drill.next_inject) })}
            </Badge>
          )}
        </Group>
        {come.length === 0 && <Text c="dimmed">{text('console-drills-injects-none')}</Text>}
        <ol className={classes.injects} aria-live="assertive" aria-relevant="additions">
          {come.map((one, index) => (
            <li key={one.id} className={classes.inject} data-last={index === 0 || undefined}>
              <Icon of={MessageSquareWarning} size={24} />
              <div className={classes.words}>
                <Text fw={index === 0 ? 700 : 400} size={index === 0 ? 'lg' : 'md'}>
                  {one.text}
                </Text>
                <Text size="sm">{after(one)}</Text>
              </div>
            </li>
          ))}
        </ol>
        {ahead.length > 0 && (
          <div>
            <Title order={3} size="h5">
              {text(drill.state === 'running' ? 'console-drills-ahead' : 'console-drills-unseen')}
            </Title>
            <ol className={classes.injects}>
              {ahead.map((one) => (
                <li key={one.id} className={classes.ahead}>
                  <Text>{one.text}</Text>
                  <Text size="sm" c="dimmed">
                    {drill.state === 'running'
                      ? `${after(one)} · ${text('console-drills-next', { left: left(one.time) })}`
                      : after(one)}
                  </Text>
                </li>
              ))}
            </ol>
          </div>
        )}
      </Stack>
    </Paper>
  )
}
