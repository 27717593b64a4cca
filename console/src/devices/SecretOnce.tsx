import { ActionIcon, Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Copy, TriangleAlert } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './SecretOnce.module.css'

interface Props {
  title: string
  /** What the person is to do with it. */
  hint: string
  /** What is shown, by what it is called; all of it can be copied. */
  rows: readonly { label: string; value: string }[]
  onClose: () => void
}

/** Shows something that the platform will not show again. It closes only when the person says that they have it. */
export function SecretOnce({ title, hint, rows, onClose }: Props) {
  const text = useText()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" icon={<Icon of={TriangleAlert} />} title={text('console-secret-once')}>
          {hint}
        </Alert>
        {rows.map((row) => (
          <Row key={row.label} {...row} />
        ))}
        <Button onClick={onClose}>{text('console-secret-kept')}</Button>
      </Stack>
    </Modal>
  )
}

const SAID_MS = 4_000

function Row({ label, value }: { label: string; value: string }) {
  const text = useText()
  const { copy, copied } = useClipboard({ timeout: SAID_MS })
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Group wrap="nowrap" gap="xs">
        <code className={classes.value}>{value}</code>
        <ActionIcon
          variant="default"
          aria-label={text('console-secret-copy', { what: label })}
          onClick={() => copy(value)}
        >
          <Icon of={copied ? Check : Copy} />
        </ActionIcon>
      </Group>
      <Text size="sm" role="status">
        {copied ? text('console-secret-copied') : ''}
      </Text>
    </div>
  )
}
