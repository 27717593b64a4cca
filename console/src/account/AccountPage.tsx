import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, LogOut, ShieldCheck, Trash2 } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import { useAddPasskey } from '../app/passkeys'
import { useShowProblem } from '../app/problems'
import { useSession, useSignOut } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { passkeysQuery } from '../users/queries'
import classes from '../users/UsersPage.module.css'
import { Sessions } from './Sessions'

/** One's own account: how one signs in, where one is signed in, and until when. */
export default function AccountPage() {
  const text = useText()
  const { time } = useFormats()
  const { user, expires } = useSession()
  const signOut = useSignOut()
  return (
    <div className={classes.page}>
      <div>
        <Title order={1} size="h2">
          {user.name}
        </Title>
        <Text c="dimmed">{text(`console-role-${user.role}`)}</Text>
      </div>
      <Passkeys />
      <Sessions />
      <Paper withBorder p="md" component="section" aria-label={text('console-account-session')}>
        <Stack gap="sm">
          <Title order={2} size="h4">
            {text('console-account-session')}
          </Title>
          <Text>{text('console-account-until', { time: time(new Date(expires)) })}</Text>
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<Icon of={LogOut} size={20} />}
              onClick={() => signOut.mutate()}
            >
              {text('console-sign-out')}
            </Button>
            <Button
              component={Link}
              href="/permissions"
              variant="default"
              leftSection={<Icon of={ShieldCheck} size={20} />}
            >
              {text('console-account-permissions')}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </div>
  )
}

function Passkeys() {
  const text = useText()
  const client = useQueryClient()
  const query = useQuery(passkeysQuery)
  const again = () => void client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
  const add = useAddPasskey(again)
  const [asked, ask] = useState<Api<'Passkey'> | null>(null)
  const remove = useMutation({
    mutationFn: (passkey: string) =>
      answer(api.DELETE('/api/v1/session/passkeys/{passkey}', { params: { path: { passkey } } })),
    onSettled: () => {
      ask(null)
      again()
    },
    onError: useShowProblem(),
  })
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-account-passkeys')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {text('console-account-passkeys')}
        </Title>
        <Button
          leftSection={<Icon of={KeyRound} size={20} />}
          loading={add.isPending}
          onClick={() => add.mutate()}
        >
          {text('console-passkey-add')}
        </Button>
      </Group>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={KeyRound}
              title={text('console-account-no-passkey')}
              hint={text('console-account-no-passkey-hint')}
            />
          ) : (
            <Stack gap="xs">
              {items.map((passkey) => (
                <One key={passkey.id} passkey={passkey} onRemove={() => ask(passkey)} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <Confirm
        opened={asked !== null}
        onClose={() => ask(null)}
        title={text('console-account-remove')}
        label={text('console-account-remove')}
        grave
        busy={remove.isPending}
        onConfirm={() => asked && remove.mutate(asked.id)}
      >
        {text('console-account-remove-sure')}
      </Confirm>
    </Paper>
  )
}

function One({ passkey, onRemove }: { passkey: Api<'Passkey'>; onRemove: () => void }) {
  const text = useText()
  const { minute } = useFormats()
  const name = passkey.label || text('console-account-passkey')
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {text('console-account-added', { time: minute(new Date(passkey.created)) })}
          {' · '}
          {passkey.last_used
            ? text('console-account-used', { time: minute(new Date(passkey.last_used)) })
            : text('console-account-unused')}
        </Text>
      </div>
      <Button
        variant="default"
        leftSection={<Icon of={Trash2} size={20} />}
        aria-label={text('console-account-remove-of', { name })}
        onClick={onRemove}
      >
        {text('console-account-remove')}
      </Button>
    </Group>
  )
}
