import { Alert, Button, Center, Loader, Stack, Text, VisuallyHidden } from '@mantine/core'
import { CircleAlert, type IconNode, Inbox } from 'lucide'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text'
import { Icon } from './Icon'
import { useProblemText } from './problems'

interface OfPage {
  /** It stands for a whole page, so what it says is the page's heading. */
  page?: boolean
}

/** While something is on its way. */
export function Loading({ page = false }: OfPage) {
  const text = useText()
  return (
    <>
      {page && <VisuallyHidden component="h1">{text('console-loading')}</VisuallyHidden>}
      <Center p="xl" role="status" aria-label={text('console-loading')}>
        <Loader type="dots" aria-hidden="true" />
      </Center>
    </>
  )
}

/** Where there is nothing to show: says so, and what to do about it. */
export function Empty({ title, hint, icon = Inbox, page = false, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon of={icon} size={40} />
      <Text component={page ? 'h1' : 'p'} fw={600} m={0}>
        {title}
      </Text>
      {hint && <Text c="dimmed">{hint}</Text>}
      {children}
    </Stack>
  )
}

interface EmptyProps extends OfPage {
  title: string
  hint?: string
  icon?: IconNode
  children?: ReactNode
}

/** Where something went wrong: what, the remedy, and a way to try again. */
export function Failed({ error, retry, page = false }: FailedProps) {
  const text = useText()
  const said = useProblemText()(error)
  const title = page ? (
    <Text component="h1" inherit m={0}>
      {said.title}
    </Text>
  ) : (
    said.title
  )
  return (
    <Alert color="red" icon={<Icon of={CircleAlert} />} title={title} m="md" role="alert">
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

interface FailedProps extends OfPage {
  error: unknown
  retry?: () => void
}

interface Query<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

/** One of the three: still loading, failed, or what `children` makes of the data. */
export function Loaded<Data>({
  query,
  page = false,
  children,
}: OfPage & {
  query: Query<Data>
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} page={page} />
  return <Loading page={page} />
}
