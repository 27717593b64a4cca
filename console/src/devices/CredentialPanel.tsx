import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Ban, KeyRound } from 'lucide'
import type { Api } from '../api/types'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { IssuedSecret } from './IssuedSecret'
import { credentialQuery } from './queries'
import { useIssue, useRevoke } from './useIssue'

/** What a device signs in with: whether it has a credential, a new one, and none any more. Nothing for who may not look. */
export function CredentialPanel({ asset }: { asset: string }) {
  const text = useText()
  const may = useMay('device.read_unknown')
  const query = useQuery({ ...credentialQuery(asset), enabled: may })
  if (!may) return null
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-credential')}>
      <Title order={2} size="h3" mb="xs">
        {text('console-credential')}
      </Title>
      <Loaded query={query}>{(credential) => <Credential credential={credential} />}</Loaded>
    </Paper>
  )
}

function Credential({ credential }: { credential: Api<'DeviceCredential'> }) {
  const { device, issued, revoked } = credential
  const text = useText()
  const { time } = useFormats()
  const mayIssue = useMay('device.issue_credential')
  const mayRevoke = useMay('device.revoke')
  const issue = useIssue(device)
  const revoke = useRevoke(device)
  const [asking, asks] = useDisclosure()
  const state = revoked
    ? text('console-credential-revoked', { time: time(new Date(revoked)) })
    : issued
      ? text('console-credential-since', { time: time(new Date(issued)) })
      : text('console-credential-none')
  const working = issued !== null && revoked === null
  return (
    <Stack gap="sm">
      <Text>{state}</Text>
      {!mayIssue && !mayRevoke && (
        <Text size="sm" role="note">
          {text('console-credential-only-look')}
        </Text>
      )}
      <Group gap="xs">
        {mayIssue && (
          <Button
            variant="default"
            leftSection={<Icon of={KeyRound} size={20} />}
            loading={issue.isPending}
            onClick={() => (working ? asks.open() : issue.mutate())}
          >
            {text(working ? 'console-credential-replace' : 'console-credential-issue')}
          </Button>
        )}
        {mayRevoke && working && (
          <Button
            variant="default"
            leftSection={<Icon of={Ban} size={20} />}
            loading={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            {text('console-credential-revoke')}
          </Button>
        )}
      </Group>
      <Confirm
        opened={asking}
        onClose={asks.close}
        title={text('console-credential-replace')}
        label={text('console-credential-replace')}
        onConfirm={() => issue.mutate(undefined, { onSettled: asks.close })}
      >
        {text('console-credential-replace-sure')}
      </Confirm>
      {issue.data && <IssuedSecret issued={issue.data} onClose={issue.reset} />}
    </Stack>
  )
}
