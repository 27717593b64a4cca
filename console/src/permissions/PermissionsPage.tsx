import { Alert, Paper, Select, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck, ShieldX } from 'lucide'
import { useSearchParams } from 'wouter'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay, useSession } from '../app/session'
import { Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { usersQuery } from '../users/queries'
import { ACTIONS, actionKey } from './actions'
import classes from './PermissionsPage.module.css'

/** Who may do what, and by which policy: one user and one action at a time, as the platform itself decides it. */
export default function PermissionsPage() {
  const text = useText()
  const { user: self } = useSession()
  const mayOthers = useMay('user.read')
  const { data: users } = useQuery({ ...usersQuery, enabled: mayOthers })
  const [search, setSearch] = useSearchParams()
  const user = search.get('user') || self.id
  const action = ACTIONS.find((one) => one === search.get('action')) ?? 'incident.resolve'
  const name = users?.items.find(({ id }) => id === user)?.name ?? self.name
  const query = useQuery({
    queryKey: [KEYS.users, 'explain', user, action],
    queryFn: () => answer(api.GET('/api/v1/permissions/explain', { params: { query: { action, user } } })),
  })
  const keep = (key: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now)
        next.set(key, value)
        return next
      },
      { replace: true },
    )
  return (
    <div className={classes.page}>
      <div>
        <Title order={1} size="h2">
          {text('console-permissions')}
        </Title>
        <Text c="dimmed">{text('console-permissions-hint')}</Text>
      </div>
      <Select
        className={classes.user}
        label={text('console-permissions-user')}
        description={mayOthers ? undefined : text('console-permissions-only-self')}
        data={(users?.items ?? [self]).map((one) => ({
          value: one.id,
          label: `${one.name} · ${text(`console-role-${one.role}`)}`,
        }))}
        value={user}
        allowDeselect={false}
        searchable
        disabled={!mayOthers}
        onChange={(value) => value && keep('user', value)}
      />
      <div className={classes.columns}>
        <nav aria-label={text('console-permissions-actions')}>
          <ul className={classes.list}>
            {ACTIONS.map((one) => (
              <li key={one}>
                <UnstyledButton
                  className={classes.action}
                  aria-current={one === action ? 'true' : undefined}
                  onClick={() => keep('action', one)}
                >
                  {text(actionKey(one))}
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </nav>
        <div aria-live="polite">
          <Loaded query={query}>{(found) => <Why found={found} name={name} />}</Loaded>
        </div>
      </div>
    </div>
  )
}

function Why({ found, name }: { found: Api<'Explanation'>; name: string }) {
  const text = useText()
  const action = text(actionKey(found.action))
  return (
    <Stack>
      <Alert
        color={found.allowed ? 'celadon' : 'red'}
        icon={<Icon of={found.allowed ? ShieldCheck : ShieldX} />}
        title={text(found.allowed ? 'console-permissions-yes' : 'console-permissions-no', { name, action })}
      >
        {text(
          found.policies.length > 0
            ? found.allowed
              ? 'console-permissions-because'
              : 'console-permissions-forbidden'
            : 'console-permissions-nothing',
        )}
      </Alert>
      {found.policies.map((policy) => (
        <Paper key={policy.id} withBorder p="md" component="section" aria-label={policy.id}>
          <Title order={2} size="h5" mb="xs">
            {policy.id}
          </Title>
          <pre className={classes.policy}>{policy.text}</pre>
        </Paper>
      ))}
      {found.errors.map((error) => (
        <Text key={error} className={classes.policy}>
          {error}
        </Text>
      ))}
    </Stack>
  )
}
