import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { proposalsQuery, useWithdraw } from './queries'

const MOST = 20

/** Switching plans that people have proposed. */
export function Proposals() {
  const query = useQuery(proposalsQuery)
  return <Loaded query={query}>{({ items }) => <List items={items} />}</Loaded>
}

function List({ items }: { items: readonly Api<'Proposal'>[] }) {
  const text = useText()
  const { minute } = useFormats()
  const show = useShowProblem()
  const may = useMay('grid.propose')
  const { mutate, isPending, variables } = useWithdraw()
  if (items.length === 0) return <Text c="dimmed">{text('console-grid-no-proposal')}</Text>
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {items.slice(0, MOST).map((one) => (
        <li key={one.id}>
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600} td={one.state === 'withdrawn' ? 'line-through' : undefined}>
                {one.title}
              </Text>
              <Text size="sm" c="dimmed">
                {text('console-grid-proposal-by', {
                  name: one.author_name,
                  time: minute(new Date(one.created)),
                  steps: one.steps.length,
                })}
              </Text>
              {one.note && (
                <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
                  {one.note}
                </Text>
              )}
            </div>
            {one.state === 'proposed' && may && (
              <Button
                variant="default"
                loading={isPending && variables === one.id}
                onClick={() => mutate(one.id, { onError: show })}
              >
                {text('console-grid-withdraw')}
              </Button>
            )}
            {one.state === 'withdrawn' && <Text size="sm">{text('console-grid-withdrawn')}</Text>}
          </Group>
        </li>
      ))}
    </Stack>
  )
}
