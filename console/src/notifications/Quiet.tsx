import { Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import classes from './Notifications.module.css'
import { QUIET } from './settings'

interface Props {
  quiet: Api<'QuietHours'> | null
  zone: string
  onChange: (quiet: Api<'QuietHours'> | null) => void
}

/** When the reader is not told; what comes meanwhile is sent together at the end. */
export function Quiet({ quiet, zone, onChange }: Props) {
  const text = useText()
  const title = text('console-notifications-quiet')
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Switch
        className={classes.switch}
        label={text('console-notifications-quiet-on')}
        checked={quiet !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? QUIET : null)}
      />
      {quiet && (
        <>
          <Group gap="sm">
            <TextInput
              type="time"
              label={text('console-notifications-quiet-from')}
              value={quiet.begin}
              onChange={(event) => onChange({ ...quiet, begin: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={text('console-notifications-quiet-to')}
              value={quiet.end}
              onChange={(event) => onChange({ ...quiet, end: event.currentTarget.value })}
            />
          </Group>
          <Switch
            className={classes.switch}
            label={text('console-notifications-quiet-critical')}
            checked={quiet.critical_breaks}
            onChange={(event) => onChange({ ...quiet, critical_breaks: event.currentTarget.checked })}
          />
          <Text size="sm" c="dimmed">
            {text('console-notifications-quiet-hint', { zone })}
          </Text>
        </>
      )}
    </Stack>
  )
}
