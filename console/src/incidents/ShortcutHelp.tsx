import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core'
import { useText } from '../i18n/text'
import { SHORTCUTS } from './shortcuts'
import { useShortcutsOn } from './useShortcuts'

const NAMES: Readonly<Record<string, string>> = { '?': 'help' }

/** The keys of the page, and the switch that turns them off. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useText()
  const [on, setOn] = useShortcutsOn()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text('console-incidents-keys')}
      closeButtonProps={{ 'aria-label': text('console-incidents-dismiss') }}
    >
      <Stack>
        <Table>
          <Table.Tbody>
            {SHORTCUTS.map((key) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" w="4rem">
                  <Kbd size="md">{key}</Kbd>
                </Table.Th>
                <Table.Td>{text(`console-incidents-key-${NAMES[key] ?? key}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label={text('console-incidents-keys-on')}
          description={text('console-incidents-keys-on-hint')}
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  )
}
