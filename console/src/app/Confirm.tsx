import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text'

interface Props {
  opened: boolean
  onClose: () => void
  title: string
  /** What doing it means. */
  children: ReactNode
  /** Name of the button that does it. */
  label: string
  /** Whether it destroys something. */
  grave?: boolean
  busy?: boolean
  onConfirm: () => void
}

/** Asks whether something that cannot be taken back is really meant. */
export function Confirm({
  opened,
  onClose,
  title,
  children,
  label,
  grave = false,
  busy = false,
  onConfirm,
}: Props) {
  const text = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': text('console-users-cancel') }}
    >
      <Stack>
        <Text>{children}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('console-users-cancel')}
          </Button>
          <Button {...(grave && { color: 'red' })} loading={busy} onClick={onConfirm}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
