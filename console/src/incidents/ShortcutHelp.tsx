import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core'
import { useText } from '../i18n/text'
import { SHORTCUTS } from './shortcuts'
import { useShortcutsOn } from './useShortcuts'

const NAMES: Readonly<Record<string, string>> = { '?': 'help' }

interface Props {
  opened: boolean
  onClose: () => void
  /** What the keys of the page do; those of incidents, where nothing is given. */
  keys?: readonly { key: string; said: string }[]
}

/** The keys of the page, and the switch that turns them off. */
export function ShortcutHelp({ opened, onClose, keys }: Props) {
  const text = useText()
  const shown =
    keys ?? SHORTCUTS.map((key) => ({ key, said: text(`console-incidents-key-${NAMES[key] ?? key}`) }))
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
            {shown.map(({ key, said }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" w="6rem">
                  <Kbd size="md">{key}</Kbd>
                </Table.Th>
                <Table.Td>{said}</Table.Td>
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
