import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { DoorClosed, DoorOpen, KeyRound } from 'lucide'
import { answer, api } from '../api/client'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { enrolmentQuery } from './queries'
import { SecretOnce } from './SecretOnce'

/** Whether unknown devices may come, and with which token. */
export function Enrolment() {
  const query = useQuery(enrolmentQuery)
  return <Loaded query={query}>{({ open }) => <Door open={open} />}</Loaded>
}

function Door({ open }: { open: boolean }) {
  const text = useText()
  const client = useQueryClient()
  const onError = useShowProblem()
  const may = useMay('device.issue_credential')
  const onSuccess = () => client.invalidateQueries({ queryKey: enrolmentQuery.queryKey })
  const rotate = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/enrolment')),
    onSuccess,
    onError,
    gcTime: 0,
  })
  const close = useMutation({ mutationFn: () => answer(api.DELETE('/api/v1/enrolment')), onSuccess, onError })
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-enrolment')}>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {text('console-enrolment')}
          </Title>
          <Group gap="xs" wrap="nowrap">
            <Icon of={open ? DoorOpen : DoorClosed} size={20} />
            <Text>{text(open ? 'console-enrolment-open' : 'console-enrolment-closed')}</Text>
          </Group>
        </div>
        {may && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<Icon of={KeyRound} size={20} />}
              loading={rotate.isPending}
              onClick={() => rotate.mutate()}
            >
              {text('console-enrolment-token')}
            </Button>
            {open && (
              <Button variant="default" loading={close.isPending} onClick={() => close.mutate()}>
                {text('console-enrolment-close')}
              </Button>
            )}
          </Group>
        )}
      </Group>
      {rotate.data && (
        <SecretOnce
          title={text('console-enrolment-token')}
          hint={text('console-enrolment-hint')}
          rows={[
            { label: text('console-enrolment-token'), value: rotate.data.token },
            { label: text('console-enrolment-password'), value: rotate.data.password },
          ]}
          onClose={rotate.reset}
        />
      )}
    </Paper>
  )
}
