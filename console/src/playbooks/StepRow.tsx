import { Button, Group, Text, Textarea } from '@mantine/core'
import { Check, Circle, CircleCheck, CircleSlash, FileText, type IconNode, SkipForward, Undo2 } from 'lucide'
import { useState } from 'react'
import { Icon } from '../app/Icon'
import { useFormats, useText } from '../i18n/text'
import { DueBadge } from '../incidents/ClockBadge'
import { ActForm } from '../incidents/case/forms'
import { useDraft } from '../incidents/useDraft'
import type { Draft, Run, RunAct, Step } from './acts'
import { DraftPanel } from './DraftPanel'
import classes from './Playbooks.module.css'
import type { RunActs } from './useRunActs'
import { draftKey, useDeadlineWords, useResponsible } from './useStepWords'

interface Props {
  run: Run
  step: Step
  draft: Draft | undefined
  acts: RunActs
  /** Whether the person may work on it. */
  may: boolean
  /** It is the one to be done next. */
  next: boolean
  now: Date
}

const ICONS: Readonly<Record<Step['state'], IconNode>> = {
  open: Circle,
  done: CircleCheck,
  skipped: CircleSlash,
}

const LONGEST = 2_000

/** One step of a run: what, by whom, by when; done, skipped with a reason, or taken back. */
export function StepRow({ run, step, draft, acts, may, next, now }: Props) {
  const text = useText()
  const responsible = useResponsible()
  const [skipping, setSkipping] = useState(false)
  const [reading, setReading] = useState(false)
  const open = step.state === 'open'
  const { act } = acts
  const busy = (what: RunAct['what']) => {
    const one = act.variables
    if (!act.isPending || one?.run.id !== run.id || one.act.what !== what) return false
    return 'step' in one.act && one.act.step.id === step.id
  }
  const send = (one: RunAct) => act.mutate({ run, act: one })
  return (
    <li
      className={classes.step}
      data-state={step.state}
      data-next={next || undefined}
      aria-current={next ? 'step' : undefined}
    >
      <div className={classes.what}>
        <Icon of={ICONS[step.state]} size={22} />
        <div className={classes.words}>
          <Text fw={next ? 700 : 600} className={classes.said}>
            {step.text}
          </Text>
          {step.condition && (
            <Text size="sm">{text('console-playbooks-condition', { condition: step.condition })}</Text>
          )}
          <Group gap="xs">
            <Text size="sm">{responsible(step)}</Text>
            <Clock run={run} step={step} now={now} />
          </Group>
          {!open && <Ended step={step} />}
        </div>
      </div>
      {skipping && <Skipping run={run} step={step} acts={acts} onDone={() => setSkipping(false)} />}
      <Group gap="xs">
        {may && open && !skipping && (
          <>
            <Button
              variant={next ? 'filled' : 'light'}
              leftSection={<Icon of={Check} size={20} />}
              aria-label={text('console-playbooks-done-this', { step: step.text })}
              loading={busy('done')}
              onClick={() => send({ what: 'done', step })}
            >
              {text('console-playbooks-done')}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon of={SkipForward} size={20} />}
              aria-label={text('console-playbooks-skip-this', { step: step.text })}
              onClick={() => setSkipping(true)}
            >
              {text('console-playbooks-skip')}
            </Button>
          </>
        )}
        {may && !open && (
          <Button
            variant="default"
            leftSection={<Icon of={Undo2} size={20} />}
            aria-label={text('console-playbooks-undo-this', { step: step.text })}
            loading={busy('undo')}
            onClick={() => send({ what: 'undo', step })}
          >
            {text('console-playbooks-undo')}
          </Button>
        )}
        {draft && (
          <Button
            variant="default"
            leftSection={<Icon of={FileText} size={20} />}
            aria-expanded={reading}
            onClick={() => setReading(!reading)}
          >
            {text(draftKey(draft.kind))}
            {draft.sent && ` ✓ ${text('console-playbooks-sent')}`}
          </Button>
        )}
      </Group>
      {draft && reading && <DraftPanel run={run} draft={draft} acts={acts} may={may} />}
    </li>
  )
}

/** The clock of an open step; where it does not run yet, what it waits for. */
function Clock({ run, step, now }: Pick<Props, 'run' | 'step' | 'now'>) {
  const deadline = useDeadlineWords()
  if (step.state !== 'open') return null
  if (step.due !== null) return <DueBadge due={step.due} now={now} />
  const words = deadline(step, run.steps)
  return words ? <Text size="sm">{words}</Text> : null
}

function Ended({ step }: { step: Step }) {
  const text = useText()
  const { time } = useFormats()
  return (
    <>
      <Text size="sm" c="dimmed">
        {text(step.state === 'done' ? 'console-playbooks-was-done' : 'console-playbooks-was-skipped', {
          name: step.ended_by_name,
          time: step.ended ? time(new Date(step.ended)) : '',
        })}
      </Text>
      {step.reason && <Text size="sm">{step.reason}</Text>}
    </>
  )
}

type SkippingProps = Pick<Props, 'run' | 'step' | 'acts'> & { onDone: () => void }

/** Asks why a step is skipped. */
function Skipping({ run, step, acts: { act }, onDone }: SkippingProps) {
  const text = useText()
  const [reason, setReason] = useDraft(`${run.id}.${step.id}.skip`)
  return (
    <ActForm
      label={text('console-playbooks-skip')}
      busy={act.isPending}
      ready={reason.trim() !== ''}
      onSend={() =>
        act.mutate(
          { run, act: { what: 'skip', step, reason } },
          {
            onSuccess: () => {
              setReason('')
              onDone()
            },
          },
        )
      }
      onCancel={onDone}
    >
      <Textarea
        label={text('console-playbooks-skip-reason')}
        required
        autosize
        data-autofocus
        minRows={2}
        maxRows={8}
        maxLength={LONGEST}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActForm>
  )
}
