import { Alert, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleX, Clock, LoaderCircle } from 'lucide'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useFormats, useText } from '../i18n/text'
import { Faults } from './Faults'
import { activeRunsQuery, isOver, placeInQueue, type Run } from './queries'
import { useRunActs } from './useStudyActs'

const LOOKS = {
  queued: { icon: Clock, color: 'gray' },
  running: { icon: LoaderCircle, color: 'celadon' },
  done: { icon: CircleCheck, color: 'celadon' },
  failed: { icon: CircleAlert, color: 'red' },
  cancelled: { icon: CircleX, color: 'gray' },
} as const

/** How far a run is, by form and word. */
export function RunBadge({ run }: { run: Run }) {
  const text = useText()
  const { icon, color } = LOOKS[run.state]
  return (
    <Badge
      size="lg"
      variant="light"
      color={color}
      leftSection={<Icon of={icon} size={16} />}
      c="var(--mantine-color-text)"
    >
      {text(`console-studies-run-${run.state}`)}
    </Badge>
  )
}

/** A run that waits or goes on: its place, its step, its progress, and a way to end it. */
export function RunProgress({ run }: { run: Run }) {
  const text = useText()
  const { number } = useFormats()
  const may = useMay('study.run')
  const { cancel } = useRunActs()
  const { data: active } = useQuery(activeRunsQuery)
  if (isOver(run)) return null
  const before = active ? placeInQueue(run, active.items) : 0
  const share = Math.round(100 * run.share)
  const said = run.cancelling
    ? text('console-studies-cancelling')
    : run.state === 'queued'
      ? text('console-studies-queue', { before })
      : run.step_text
        ? text('console-studies-step', { step: run.step_text, share: number(share, 0) })
        : text('console-studies-begins')
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" role="status">
          {said}
        </Text>
        {may && (
          <Button
            variant="default"
            loading={cancel.isPending}
            disabled={run.cancelling}
            onClick={() => cancel.mutate(run.id)}
          >
            {text('console-studies-cancel-run')}
          </Button>
        )}
      </Group>
      <Progress value={share} size="lg" aria-label={text('console-studies-progress')} />
    </Stack>
  )
}

/** Why a run failed, and what to do. */
export function RunTrouble({ run }: { run: Run }) {
  const { trouble, faults } = run
  if (!trouble && faults.length === 0) return null
  return (
    <Stack gap="xs">
      {trouble && (
        <Alert color="red" role="alert" icon={<Icon of={CircleAlert} />} title={trouble.text}>
          {trouble.remedy}
        </Alert>
      )}
      <Faults faults={faults} />
    </Stack>
  )
}
