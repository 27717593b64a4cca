import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CircleCheck, ClipboardList, Drama, Play, Siren } from 'lucide'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { PlaybookRunner } from '../playbooks/PlaybookRunner'
import { Since } from './DrillBanner'
import classes from './Drills.module.css'
import { Injects } from './Injects'
import { Observed } from './Observed'
import { drillQuery } from './queries'
import { Report } from './Report'
import { type DrillActs, useDrillActs } from './useDrillActs'

/** One drill: while it runs what comes and what is to be done, once it has ended what was missed. */
export function DrillPage({ id }: { id: string }) {
  const query = useQuery(drillQuery(id))
  useNextInject(query.data, query.dataUpdatedAt)
  return (
    <Loaded query={query} page>
      {(drill) => <One drill={drill} />}
    </Loaded>
  )
}

/** A little more than the platform's clock and this one's may differ. */
const LATER_MS = 500

/** Reads a drill anew as soon as its next message is due: no event tells of that. */
function useNextInject(drill: Api<'Drill'> | undefined, readAt: number): void {
  const client = useQueryClient()
  const next = drill?.next_inject
  useEffect(() => {
    if (!next) return
    const again = () => void client.invalidateQueries({ queryKey: [KEYS.drills] })
    // Read and still the same: the platform's clock is behind this one.
    const wait = Math.max(0, Date.parse(next) - readAt, Date.parse(next) - Date.now())
    const timer = setTimeout(again, wait + LATER_MS)
    return () => clearTimeout(timer)
  }, [next, client, readAt])
}

function One({ drill }: { drill: Api<'Drill'> }) {
  const text = useText()
  const { minute } = useFormats()
  const may = useMay('playbook.run')
  const acts = useDrillActs()
  const running = drill.state === 'running'
  const [asked, setAsked] = useState(false)
  return (
    <article className={classes.page} data-wide aria-label={drill.name}>
      <header className={classes.head} data-running={running || undefined}>
        <Icon of={Drama} size={36} />
        <div className={classes.words}>
          <Text fw={800} className={classes.loud}>
            {text(running ? 'console-drills-loud' : 'console-drills-over')}
          </Text>
          <Title order={1} size="h2">
            {drill.name}
          </Title>
          <Text>
            {text('console-drills-about', {
              playbook: drill.playbook_name,
              time: minute(new Date(drill.begun)),
              name: drill.leader_name,
            })}
          </Text>
        </div>
        <div className={classes.big}>
          <Since begun={drill.begun} ended={drill.ended} />
        </div>
      </header>
      <Group gap="xs">
        <Button
          component={Link}
          href="/drills"
          variant="default"
          leftSection={<Icon of={ArrowLeft} size={20} />}
        >
          {text('console-drills-back')}
        </Button>
        <Button
          component={Link}
          href={`/incidents/${drill.incident}`}
          variant="default"
          leftSection={<Icon of={Siren} size={20} />}
        >
          {text('console-drills-case')}
        </Button>
        {may && drill.may_lead && <Ending drill={drill} acts={acts} />}
        {running && (
          <Button
            variant="default"
            aria-expanded={asked}
            leftSection={<Icon of={ClipboardList} size={20} />}
            onClick={() => setAsked(!asked)}
          >
            {text('console-drills-report-now')}
          </Button>
        )}
      </Group>
      <div className={classes.columns}>
        <div className={classes.column}>
          {(!running || asked) && <Report drill={drill.id} />}
          <PlaybookRunner incident={drill.incident} />
        </div>
        <div className={classes.column}>
          <Paper withBorder p="md" component="section" aria-label={text('console-drills-scenario')}>
            <Stack gap="xs">
              <Title order={2} size="h4">
                {text('console-drills-scenario')}
              </Title>
              <Text className={classes.said}>{drill.scenario || text('console-drills-no-scenario')}</Text>
              <Text size="sm">
                {text('console-drills-who', {
                  leader: drill.leader_name,
                  names: drill.participants.map(({ name }) => name).join(', ') || '–',
                })}
              </Text>
            </Stack>
          </Paper>
          <Injects drill={drill} />
          <Observed drill={drill} note={may ? acts.note : undefined} />
        </div>
      </div>
    </article>
  )
}

/** Ends a drill, or takes its end back; for who leads it. */
function Ending({ drill, acts }: { drill: Api<'Drill'>; acts: DrillActs }) {
  const text = useText()
  return drill.state === 'running' ? (
    <Button
      leftSection={<Icon of={CircleCheck} size={20} />}
      loading={acts.end.isPending}
      onClick={() => acts.end.mutate(drill)}
    >
      {text('console-drills-end')}
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<Icon of={Play} size={20} />}
      loading={acts.resume.isPending}
      onClick={() => acts.resume.mutate(drill)}
    >
      {text('console-drills-resume')}
    </Button>
  )
}
