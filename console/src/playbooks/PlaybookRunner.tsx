import { Button, Group, Menu, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { BookOpenCheck, Ellipsis } from 'lucide'
import { useState } from 'react'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { incidentQuery } from '../incidents/queries'
import { isOver } from '../incidents/states'
import { incidentPlaybooksQuery } from './queries'
import { RunPanel } from './RunPanel'
import { useRunActs } from './useRunActs'

/** The playbooks of an incident: those that run, step by step, those that apply, those that have ended. */
export function PlaybookRunner({ incident }: { incident: string }) {
  const may = useMay('playbook.read')
  return may ? <Runner incident={incident} /> : null
}

function Runner({ incident }: { incident: string }) {
  const text = useText()
  const may = useMay('playbook.run')
  const query = useQuery(incidentPlaybooksQuery(incident))
  const state = useQuery(incidentQuery(incident)).data?.state
  const acts = useRunActs(incident)
  const [past, setPast] = useState(false)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-playbooks')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-playbooks')}
        </Title>
        <Loaded query={query}>
          {({ offered, others, runs }) => {
            const running = runs.filter((run) => run.state === 'running')
            const ended = runs.filter((run) => run.state === 'ended')
            const startable = may && state !== undefined && !isOver(state)
            return (
              <>
                {runs.length === 0 && offered.length === 0 && (
                  <Text c="dimmed">{text('console-playbooks-none-offered')}</Text>
                )}
                {running.map((run) => (
                  <RunPanel key={run.id} run={run} acts={acts} />
                ))}
                {offered.length > 0 && (
                  <Text size="sm">
                    {text(startable ? 'console-playbooks-offered' : 'console-playbooks-apply', {
                      count: offered.length,
                    })}
                  </Text>
                )}
                {!startable && offered.map((one) => <Text key={one.id}>{one.name}</Text>)}
                {startable && (
                  <Group gap="xs">
                    {offered.map((one) => (
                      <Button
                        key={one.id}
                        h="auto"
                        mih="3rem"
                        py={6}
                        styles={{ label: { whiteSpace: 'normal' } }}
                        variant={running.length === 0 ? 'filled' : 'default'}
                        leftSection={<Icon of={BookOpenCheck} size={20} />}
                        loading={acts.start.isPending && acts.start.variables === one.id}
                        onClick={() => acts.start.mutate(one.id)}
                      >
                        {text('console-playbooks-start', { playbook: one.name })}
                      </Button>
                    ))}
                    {others.length > 0 && (
                      <Menu>
                        <Menu.Target>
                          <Button variant="default" leftSection={<Icon of={Ellipsis} size={20} />}>
                            {text('console-playbooks-other')}
                          </Button>
                        </Menu.Target>
                        <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
                          {others.map((one) => (
                            <Menu.Item key={one.id} onClick={() => acts.start.mutate(one.id)}>
                              {one.name}
                            </Menu.Item>
                          ))}
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </Group>
                )}
                {ended.length > 0 && (
                  <Button
                    variant="subtle"
                    aria-expanded={past}
                    onClick={() => setPast(!past)}
                    styles={{ label: { whiteSpace: 'normal' } }}
                  >
                    {text('console-playbooks-ended', { count: ended.length })}
                  </Button>
                )}
                {past && ended.map((run) => <RunPanel key={run.id} run={run} acts={acts} />)}
              </>
            )
          }}
        </Loaded>
      </Stack>
    </Paper>
  )
}
