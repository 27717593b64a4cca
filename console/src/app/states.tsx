import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core'
import { CircleAlert, type IconNode, Inbox } from 'lucide'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text'
import { Icon } from './Icon'
import { useProblemText } from './problems'

/** While something is on its way. */
export function Loading() {
  const text = useText()
  return (
    <Center p="xl" role="status" aria-label={text('console-loading')}>
      <Loader type="dots" aria-hidden="true" />
    </Center>
  )
}

/** Where there is nothing to show: says so, and what to do about it. */
export function Empty({ title, hint, icon = Inbox, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon of={icon} size={40} />
      <Text fw={600}>{title}</Text>
      {hint && <Text c="dimmed">{hint}</Text>}
      {children}
    </Stack>
  )
}

interface EmptyProps {
  title: string
  hint?: string
  icon?: IconNode
  children?: ReactNode
}

/** Where something went wrong: what, the remedy, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const text = useText()
  const said = useProblemText()(error)
  return (
    <Alert color="red" icon={<Icon of={CircleAlert} />} title={said.title} m="md" role="alert">
      <Stack align="flex-start">
        {said.remedy && <Text>{said.remedy}</Text>}
        {retry && (
          <Button variant="default" onClick={retry}>
            {text('console-try-again')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

interface Query<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

/** One of the three: still loading, failed, or what `children` makes of the data. */
export function Loaded<Data>({
  query,
  children,
}: {
  query: Query<Data>
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}
