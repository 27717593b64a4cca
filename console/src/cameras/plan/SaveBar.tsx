import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Save } from 'lucide'
import { Icon } from '../../app/Icon'
import { ForgetOwn, Newer } from '../../app/Newer'
import { useText } from '../../i18n/text'
import { LeaveGuard } from './LeaveGuard'

interface Props {
  /** Whether there is anything to save. */
  own: boolean
  /** Whether somebody else has changed it meanwhile. */
  newer: boolean
  busy: boolean
  /** How many shapes cannot be kept as they are. */
  wrong: number
  /** What the platform found wrong that belongs to no field here. */
  others: readonly string[]
  onSave: () => void
  onForget: () => void
  onGoOn: () => void
}

/** Saves what was changed, or gives it up; says what stands against it. */
export function SaveBar({ own, newer, busy, wrong, others, onSave, onForget, onGoOn }: Props) {
  const text = useText()
  return (
    <Stack gap="xs">
      <LeaveGuard dirty={own && !busy} />
      {newer && (
        <Newer title={text('console-cameras-newer')} onGoOn={onGoOn} onForget={onForget}>
          {text('console-cameras-newer-hint')}
        </Newer>
      )}
      {others.length > 0 && (
        <Alert color="red" role="alert" title={text('console-cameras-refused')}>
          {others.map((one) => (
            <Text key={one}>{one}</Text>
          ))}
        </Alert>
      )}
      <Group gap="xs">
        <Button
          leftSection={<Icon of={Save} size={20} />}
          loading={busy}
          disabled={!own || newer || wrong > 0}
          onClick={onSave}
        >
          {text('console-cameras-save')}
        </Button>
        {own && !newer && <ForgetOwn onForget={onForget} />}
      </Group>
      <Text size="sm" role="status">
        {own
          ? wrong > 0
            ? text('console-cameras-correct-first', { count: wrong })
            : text('console-cameras-unsaved')
          : ''}
      </Text>
    </Stack>
  )
}
