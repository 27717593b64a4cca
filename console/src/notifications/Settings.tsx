import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, Save, TriangleAlert } from 'lucide'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useOfferUndo } from '../app/done'
import { Icon } from '../app/Icon'
import { Newer } from '../app/Newer'
import { useShowProblem } from '../app/problems'
import { useOnce } from '../app/useOnce'
import { useText } from '../i18n/text'
import { useRewriting } from '../incidents/useDraft'
import { Quiet } from './Quiet'
import { type Address, settingsQuery } from './queries'
import { RuleForm } from './RuleForm'
import { type Draft, draftOf, faultOf, MOST_RULES, newRule, withAddresses } from './settings'

type Kept = Api<'NotificationSettings'>

interface Change {
  draft: Draft
  /** The version it replaces. */
  version: number
  /** What was kept until then. */
  before: Draft
}

const put = ({ draft, version }: Change) =>
  answer(
    api.PUT('/api/v1/notifications/settings', {
      params: { header: { 'If-Match': `"${version}"` } },
      body: draft,
    }),
  )

/** Of what the reader wants to be told, and when not. Nothing counts before it is saved. */
export function Settings({ settings, addresses }: { settings: Kept; addresses: readonly Address[] }) {
  const text = useText()
  const client = useQueryClient()
  const offerUndo = useOfferUndo()
  const onError = useShowProblem()
  const takeIn = (kept: Kept) => client.setQueryData(settingsQuery.queryKey, kept)
  const onSettled = () => client.invalidateQueries({ queryKey: [KEYS.notifications, 'settings'] })
  const undoing = useMutation({ mutationFn: put, onSuccess: takeIn, onError, onSettled })
  const save = useMutation({
    mutationFn: put,
    onSuccess: (kept, { draft: sent, before }) => {
      takeIn(kept)
      forget()
      offerUndo(`notification-settings-${kept.version}`, text('console-notifications-saved'), () =>
        undoing.mutate({ draft: before, version: kept.version, before: sent }),
      )
    },
    onError,
    onSettled,
  })
  const once = useOnce(save.isPending)
  const now = { words: draftOf(settings), base: settings.version }
  const rewriting = useRewriting('notification-settings', now, save.isPending)
  const { base, own: changed, newer, write: setDraft, goOn, forget } = rewriting
  const draft = withAddresses(
    rewriting.words,
    addresses.map(({ id }) => id),
  )
  const fault = faultOf(draft)
  const title = text('console-notifications-what')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!fault && !newer) once(() => save.mutate({ draft, version: base, before: now.words }))
        }}
      >
        <Stack gap="md">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {text(
                draft.rules.length > 0 ? 'console-notifications-what-hint' : 'console-notifications-no-rule',
              )}
            </Text>
          </div>
          {draft.rules.map((rule, at) => (
            <RuleForm
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own, and keep their order
              key={at}
              number={at + 1}
              rule={rule}
              addresses={addresses}
              onChange={(to) =>
                setDraft({ ...draft, rules: draft.rules.map((one, index) => (index === at ? to : one)) })
              }
              onRemove={() => setDraft({ ...draft, rules: draft.rules.filter((_, index) => index !== at) })}
            />
          ))}
          {draft.rules.length < MOST_RULES && (
            <Button
              variant="default"
              w="fit-content"
              leftSection={<Icon of={Plus} size={20} />}
              onClick={() =>
                setDraft({ ...draft, rules: [...draft.rules, newRule(addresses.map(({ id }) => id))] })
              }
            >
              {text('console-notifications-rule-add')}
            </Button>
          )}
          <Quiet
            quiet={draft.quiet}
            zone={settings.time_zone}
            onChange={(quiet) => setDraft({ ...draft, quiet })}
          />
          {fault && changed && (
            <Alert color="orange" role="alert" icon={<Icon of={TriangleAlert} />} title={text(fault)} />
          )}
          {newer && <Newer title={text('notify-settings-changed')} onGoOn={goOn} onForget={forget} />}
          {changed && (
            <Group gap="xs">
              <Button variant="default" onClick={forget}>
                {text('console-notifications-discard')}
              </Button>
              <Button
                type="submit"
                disabled={fault !== null || newer}
                loading={save.isPending}
                leftSection={<Icon of={Save} size={20} />}
              >
                {text('console-notifications-save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Paper>
  )
}
