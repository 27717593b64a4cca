import { Button, Select, Switch, Table, Text } from '@mantine/core'
import { Link as LinkIcon } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay, useSession } from '../app/session'
import { useFormats, useText } from '../i18n/text'
import { ROLES } from './queries'
import type { Made } from './UsersPage'
import classes from './UsersPage.module.css'
import { useChangeUser, useMakeLink } from './useUserChanges'

/** One user. Who manages users cannot lock themselves out here: their own role and state stay. */
export function UserRow({ user, onLink }: { user: Api<'User'>; onLink: (made: Made) => void }) {
  const text = useText()
  const { number, minute } = useFormats()
  const may = useMay('user.manage')
  const self = useSession().user.id === user.id
  const change = useChangeUser(user.id)
  const link = useMakeLink()
  const fixed = !may || self || change.isPending
  return (
    <Table.Tr className={user.disabled ? classes.off : undefined}>
      <Table.Td>
        <Text component="span" fw={600} display="block">
          {user.name}
        </Text>
        {self && (
          <Text component="span" size="sm">
            {text('console-users-yourself')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Select
          aria-label={text('console-users-role-of', { name: user.name })}
          data={ROLES.map((role) => ({ value: role, label: text(`console-role-${role}`) }))}
          value={user.role}
          disabled={fixed}
          allowDeselect={false}
          onChange={(value) => {
            const role = ROLES.find((one) => one === value)
            if (role && role !== user.role) change.mutate({ role })
          }}
        />
      </Table.Td>
      <Table.Td>
        <Switch
          label={text(user.disabled ? 'console-users-disabled' : 'console-users-enabled')}
          checked={!user.disabled}
          disabled={fixed}
          onChange={(event) => change.mutate({ disabled: !event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>{number(user.passkeys, 0)}</Table.Td>
      <Table.Td>{minute(new Date(user.created))}</Table.Td>
      <Table.Td>
        <Button
          variant="default"
          leftSection={<Icon of={LinkIcon} size={20} />}
          aria-label={text('console-users-link-for', { name: user.name })}
          disabled={!may || user.disabled}
          loading={link.isPending}
          onClick={() =>
            link.mutate(user.id, { onSuccess: (made) => onLink({ name: user.name, link: made }) })
          }
        >
          {text('console-users-link-make')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}
