import { Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { CircleCheck, KeyRound } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import { IssuedSecret } from './IssuedSecret'
import { useIssue } from './useIssue'

/** After adopting: what the device signs in with from now on, and the way to its page. */
export function Adopted({ asset, device }: { asset: Api<'AssetSummary'>; device: Api<'UnknownDevice'> }) {
  const text = useText()
  const may = useMay('device.issue_credential')
  const issue = useIssue(asset.id)
  // One that was held has a secret of its own, which works on; one that was refused has none.
  const enrolled = device.state === 'held'
  return (
    <Center p="xl">
      <Paper withBorder p="xl" maw="40rem">
        <Stack>
          <Group wrap="nowrap">
            <Icon of={CircleCheck} size={32} />
            <Title order={1} size="h2">
              {text('console-adopted', { name: asset.name })}
            </Title>
          </Group>
          <Text>{text(enrolled ? 'console-adopted-goes-on' : 'console-adopted-needs-secret')}</Text>
          <Group>
            <Button component={Link} href={`/assets/${asset.id}`}>
              {text('console-adopted-open')}
            </Button>
            {may && (
              <Button
                variant="default"
                leftSection={<Icon of={KeyRound} size={20} />}
                loading={issue.isPending}
                onClick={() => issue.mutate()}
              >
                {text('console-credential-issue')}
              </Button>
            )}
            <Button component={Link} href="/devices" variant="default">
              {text('console-devices-back')}
            </Button>
          </Group>
        </Stack>
      </Paper>
      {issue.data && <IssuedSecret issued={issue.data} onClose={issue.reset} />}
    </Center>
  )
}
