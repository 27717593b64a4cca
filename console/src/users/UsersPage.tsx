import { Button, Group, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck, UserPlus } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { SecretOnce } from '../devices/SecretOnce'
import { useFormats, useText } from '../i18n/text'
import { NewUser } from './NewUser'
import { usersQuery } from './queries'
import { UserRow } from './UserRow'
import classes from './UsersPage.module.css'

/** A one-time link, and whose it is. */
export interface Made {
  name: string
  link: Api<'SignInLink'>
}

/** Who may sign in, and as what. */
export default function UsersPage() {
  const text = useText()
  const { time } = useFormats()
  const may = useMay('user.manage')
  const query = useQuery(usersQuery)
  const [adding, add] = useDisclosure()
  const [made, setMade] = useState<Made | null>(null)
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-users')}
          </Title>
          <Text c="dimmed">{text('console-users-hint')}</Text>
        </div>
        <Group gap="xs">
          <Button
            component={Link}
            href="/permissions"
            variant="default"
            leftSection={<Icon of={ShieldCheck} size={20} />}
          >
            {text('console-permissions')}
          </Button>
          {may && (
            <Button leftSection={<Icon of={UserPlus} size={20} />} onClick={add.open}>
              {text('console-users-new')}
            </Button>
          )}
        </Group>
      </Group>
      <Loaded query={query}>
        {({ items }) => (
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  {['name', 'role', 'active', 'passkeys', 'created'].map((column) => (
                    <Table.Th key={column}>{text(`console-users-${column}`)}</Table.Th>
                  ))}
                  <Table.Th>{text('console-users-link')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((user) => (
                  <UserRow key={user.id} user={user} onLink={setMade} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
      <NewUser opened={adding} onClose={add.close} onMade={setMade} />
      {made && (
        <SecretOnce
          title={text('console-users-link-of', { name: made.name })}
          hint={text('console-users-link-hint', { time: time(new Date(made.link.expires)) })}
          rows={[{ label: text('console-sign-in-link'), value: made.link.url }]}
          onClose={() => setMade(null)}
        />
      )}
    </div>
  )
}
