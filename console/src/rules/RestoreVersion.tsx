import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/text'
import { useRuleChange } from './useRuleChanges'

interface Props {
  opened: boolean
  version: number
  onClose: () => void
}

/** Puts the rules of an earlier version in force again. */
export function RestoreVersion({ opened, version, onClose }: Props) {
  const text = useText()
  const change = useRuleChange()
  const [past, setPast] = useState<number | string>('')
  const wanted = past === '' ? Math.max(1, version - 1) : Number(past)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text('console-rules-restore')}
      closeButtonProps={{ 'aria-label': text('console-rules-cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ what: 'restore', past: wanted, version }, { onSuccess: onClose })
        }}
      >
        <Stack>
          <Text>{text('console-rules-restore-hint', { version })}</Text>
          <NumberInput
            label={text('console-rules-restore-version')}
            min={1}
            max={Math.max(1, version - 1)}
            allowDecimal={false}
            value={wanted}
            onChange={setPast}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('console-rules-cancel')}
            </Button>
            <Button type="submit" disabled={version <= 1} loading={change.isPending}>
              {text('console-rules-restore')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
