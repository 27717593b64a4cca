import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut } from 'lucide'
import { useState } from 'react'
import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { sessionsQuery } from '../users/queries'
import { browserOf } from './browser'

type Session = Api<'OwnSession'>

/** One session, or all but the one here. */
type Asked = Session | 'others'

/** In which browsers one is signed in, and a way to sign out there from here. */
export function Sessions() {
  const text = useText()
  const nameOf = useBrowserName()
  const client = useQueryClient()
  const query = useQuery(sessionsQuery)
  const [asked, ask] = useState<Asked | null>(null)
  const end = useMutation({
    mutationFn: (which: Asked) =>
      which === 'others'
        ? answer(api.DELETE('/api/v1/sessions'))
        : answer(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session: which.id } } })),
    onSettled: () => {
      ask(null)
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
    onError: useShowProblem(),
  })
  const act = asked === 'others' ? 'console-account-sessions-others' : 'console-account-sessions-end'
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-account-sessions')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {text('console-account-sessions')}
        </Title>
        {query.data?.items.some(({ current }) => !current) && (
          <Button
            variant="default"
            leftSection={<Icon of={LogOut} size={20} />}
            onClick={() => ask('others')}
          >
            {text('console-account-sessions-others')}
          </Button>
        )}
      </Group>
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="xs">
            {items.map((session) => (
              <One key={session.id} session={session} onEnd={() => ask(session)} />
            ))}
          </Stack>
        )}
      </Loaded>
      <Confirm
        opened={asked !== null}
        onClose={() => ask(null)}
        title={text(act)}
        label={text(act)}
        grave
        busy={end.isPending}
        onConfirm={() => asked && end.mutate(asked)}
      >
        {asked === 'others'
          ? text('console-account-sessions-others-sure')
          : asked && text('console-account-sessions-end-sure', { browser: nameOf(asked.user_agent) })}
      </Confirm>
    </Paper>
  )
}

function One({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const text = useText()
  const nameOf = useBrowserName()
  const { minute } = useFormats()
  const browser = nameOf(session.user_agent)
  return (
    <Group justify="space-between" mih="3rem">
      <div>
        <Group gap="xs">
          <Text fw={600}>{browser}</Text>
          {session.current && <Badge variant="light">{text('console-account-sessions-here')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {text(`console-account-signed-in-${session.method}`, { time: minute(new Date(session.created)) })}
          {' · '}
          {text('console-account-used', { time: minute(new Date(session.last_used)) })}
        </Text>
      </div>
      {!session.current && (
        <Button
          variant="default"
          leftSection={<Icon of={LogOut} size={20} />}
          aria-label={text('console-account-sessions-end-of', { browser })}
          onClick={onEnd}
        >
          {text('console-account-sessions-end')}
        </Button>
      )}
    </Group>
  )
}

/** Returns a function that says a user agent as people call the browser; one that says nothing known stays as it is. */
function useBrowserName(): (userAgent: string) => string {
  const text = useText()
  return (userAgent) => {
    const { browser, system } = browserOf(userAgent)
    if (browser && system) return text('console-account-browser', { browser, system })
    return browser ?? system ?? (userAgent || text('console-account-browser-unknown'))
  }
}
