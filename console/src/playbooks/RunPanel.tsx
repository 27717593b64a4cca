import { Badge, Button, Group, Progress, Stack, Text, Title } from '@mantine/core'
import { CircleCheck, Drama, ListChecks, Play } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { ClockBadge } from '../incidents/ClockBadge'
import { DrillMark } from '../incidents/DrillMark'
import { nextStep, type Run } from './acts'
import { DraftPanel } from './DraftPanel'
import classes from './Playbooks.module.css'
import { StepRow } from './StepRow'
import type { RunActs } from './useRunActs'

interface Props {
  run: Run
  acts: RunActs
}

/** A playbook at work: its steps with the clocks that run, its drafts, its end. */
export function RunPanel({ run, acts }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const now = useNow()
  const may = useMay('playbook.run')
  const running = run.state === 'running'
  const late = run.steps.filter(
    ({ state, due }) => state === 'open' && due !== null && Date.parse(due) <= now.getTime(),
  ).length
  const loose = run.drafts.filter(({ step }) => step === '')
  const next = nextStep(run)
  return (
    <article className={classes.run} aria-label={run.name} data-ended={!running || undefined}>
      <Stack gap="sm">
        <Group gap="xs">
          {run.drill && <DrillMark />}
          <Title order={3} size="h5" flex={1} miw="12rem">
            {run.name}
          </Title>
          <Badge
            size="lg"
            variant="light"
            leftSection={<Icon of={running ? ListChecks : CircleCheck} size={16} />}
          >
            {text('console-playbooks-done-of', { done: run.done, all: run.steps.length })}
          </Badge>
          {running && late > 0 && (
            <ClockBadge late>{text('console-playbooks-late-count', { count: late })}</ClockBadge>
          )}
        </Group>
        <Progress value={(100 * run.done) / Math.max(1, run.steps.length)} aria-hidden="true" />
        <Text size="sm" c="dimmed">
          {text('console-playbooks-started', {
            time: minute(new Date(run.started)),
            name: run.started_by_name,
          })}
          {run.ended &&
            ` ${text('console-playbooks-ended-at', { time: minute(new Date(run.ended)), name: run.ended_by_name })}`}
        </Text>
        {run.assumed && (
          <Text size="sm">
            <strong>{text('console-assumed')}</strong> · {run.note}
          </Text>
        )}
        <ol className={classes.steps}>
          {run.steps.map((step) => (
            <StepRow
              key={step.id}
              run={run}
              step={step}
              draft={run.drafts.find(({ id }) => id === step.draft)}
              acts={acts}
              may={may && running}
              next={running && step.id === next?.id}
              now={now}
            />
          ))}
        </ol>
        {loose.map((draft) => (
          <DraftPanel key={draft.id} run={run} draft={draft} acts={acts} may={may && running} />
        ))}
        <Group gap="xs">
          {run.drill && (
            <Button
              component={Link}
              href={`/drills/${run.drill}`}
              variant="default"
              leftSection={<Icon of={Drama} size={20} />}
            >
              {text('console-playbooks-to-drill')}
            </Button>
          )}
          {may && !run.drill && <Ending run={run} acts={acts} />}
        </Group>
      </Stack>
    </article>
  )
}

/** Ends a run, or takes its end back; that of a drill ends with the drill. */
function Ending({ run, acts: { act } }: Props) {
  const text = useText()
  const what = run.state === 'running' ? 'end' : 'resume'
  return (
    <Button
      variant="default"
      leftSection={<Icon of={what === 'end' ? CircleCheck : Play} size={20} />}
      loading={act.isPending && act.variables.act.what === what && act.variables.run.id === run.id}
      onClick={() => act.mutate({ run, act: { what } })}
    >
      {text(what === 'end' ? 'console-playbooks-end' : 'console-playbooks-resume')}
    </Button>
  )
}
