import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../api/types'
import { LANGUAGES, NAMES_OF_LANGUAGES } from '../i18n/languages'
import { useText } from '../i18n/text'
import { ROLES } from './queries'
import type { Made } from './UsersPage'
import { useCreateUser } from './useUserChanges'

interface Props {
  opened: boolean
  onClose: () => void
  onMade: (made: Made) => void
}

const EMPTY: Api<'UserDraft'> = { name: '', role: 'viewer', language: 'vi' }
const LONGEST = 100

/** Asks who is to be let in; then shows the link that lets them in. */
export function NewUser({ opened, onClose, onMade }: Props) {
  const text = useText()
  const create = useCreateUser()
  const [draft, setDraft] = useState(EMPTY)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text('console-users-new')}
      closeButtonProps={{ 'aria-label': text('console-users-cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(draft, {
            onSuccess: ({ user, link }) => {
              setDraft(EMPTY)
              onClose()
              onMade({ name: user.name, link })
            },
          })
        }}
      >
        <Stack>
          <TextInput
            label={text('console-users-name')}
            required
            data-autofocus
            maxLength={LONGEST}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <Select
            label={text('console-users-role')}
            description={text(`console-users-role-${draft.role}`)}
            data={ROLES.map((role) => ({ value: role, label: text(`console-role-${role}`) }))}
            value={draft.role}
            allowDeselect={false}
            onChange={(value) =>
              setDraft({ ...draft, role: ROLES.find((role) => role === value) ?? draft.role })
            }
          />
          <Select
            label={text('console-language')}
            data={LANGUAGES.map((language) => ({ value: language, label: NAMES_OF_LANGUAGES[language] }))}
            value={draft.language ?? null}
            allowDeselect={false}
            onChange={(value) =>
              setDraft({ ...draft, language: LANGUAGES.find((language) => language === value) ?? 'vi' })
            }
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('console-users-cancel')}
            </Button>
            <Button type="submit" disabled={!draft.name.trim()} loading={create.isPending}>
              {text('console-users-create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
