import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Columns2, Eye, Trash2 } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Confirm } from '../../app/Confirm'
import { Icon } from '../../app/Icon'
import rows from '../../app/Rows.module.css'
import { useMay } from '../../app/session'
import { Empty, Loaded } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { isOver, type Run, runsQuery } from '../queries'
import { RunBadge, RunProgress, RunTrouble } from '../RunState'
import type { StudioState } from '../studio/useStudio'
import { useRunActs } from '../useStudyActs'
import { History } from './History'
import classes from './Runs.module.css'

/** All runs of a study, and all versions of what it asked. */
export function RunsPart({ studio, version }: { studio: StudioState; version: number }) {
  const text = useText()
  const query = useQuery(runsQuery(studio.study.id))
  return (
    <Stack p="sm" gap="lg">
      <section aria-label={text('console-studies-runs')} className={classes.section}>
        <Title order={2} size="h4">
          {text('console-studies-runs')}
        </Title>
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={text('console-studies-no-runs')} hint={text('console-studies-no-runs-hint')} />
            ) : (
              <ul className={rows.list}>
                {items.map((run, at) => (
                  <Row
                    key={run.id}
                    run={run}
                    next={items.slice(at + 1).find(({ state }) => state === 'done')}
                    studio={studio}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <History study={studio.study.id} version={version} />
    </Stack>
  )
}

interface RowProps {
  run: Run
  /** The run before it that is done, to be held against it. */
  next: Run | undefined
  studio: StudioState
}

function Row({ run, next, studio }: RowProps) {
  const text = useText()
  const { minute, number } = useFormats()
  const mayEdit = useMay('study.edit')
  const { remove } = useRunActs()
  const [asking, setAsking] = useState(false)
  const shown = studio.shown.run?.id === run.id
  const seconds = run.started && run.ended ? (Date.parse(run.ended) - Date.parse(run.started)) / 1000 : null
  const when = minute(new Date(run.asked))
  return (
    <li className={classes.run} data-shown={shown || undefined}>
      <Group justify="space-between" wrap="nowrap">
        <div className={rows.words}>
          <Text fw={600}>{when}</Text>
          <Text size="sm" c="dimmed">
            {[
              text('console-studies-asked-by', { name: run.asked_by_name, version: run.version }),
              seconds === null ? '' : text('console-studies-took', { seconds: number(seconds, 1) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <RunBadge run={run} />
      </Group>
      <RunProgress run={run} />
      <RunTrouble run={run} />
      {isOver(run) && (
        <Group gap="xs">
          {run.state === 'done' && (
            <Button
              variant={shown ? 'light' : 'default'}
              aria-pressed={shown}
              leftSection={<Icon of={Eye} size={20} />}
              onClick={() => studio.showRun(run.id)}
            >
              {text('console-studies-show-run')}
            </Button>
          )}
          {run.state === 'done' && next && (
            <Button
              component={Link}
              href={`/study-comparison?a=${next.id}&b=${run.id}`}
              variant="default"
              leftSection={<Icon of={Columns2} size={20} />}
            >
              {text('console-studies-compare-before')}
            </Button>
          )}
          {mayEdit && (
            <ActionIcon
              color="gray"
              aria-label={text('console-studies-delete-run', { time: when })}
              title={text('console-studies-delete-run', { time: when })}
              onClick={() => setAsking(true)}
            >
              <Icon of={Trash2} size={20} />
            </ActionIcon>
          )}
        </Group>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('console-studies-delete-run', { time: when })}
        label={text('console-studies-delete')}
        grave
        busy={remove.isPending}
        onConfirm={() => remove.mutate(run.id, { onSettled: () => setAsking(false) })}
      >
        {text('console-studies-delete-run-hint')}
      </Confirm>
    </li>
  )
}
