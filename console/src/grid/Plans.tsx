import { Alert, Badge, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { useFormats, useText } from '../i18n/text'
import classes from './GridPage.module.css'
import { usePropose, useRestoration } from './queries'

interface Props {
  request: Required<Api<'WhatIfRequest'>>
  /** Shows the plan's state after so many of its steps on the map. */
  onStep: (steps: readonly Api<'PlanStep'>[], at: Api<'PlanStep'> | undefined) => void
}

/** Switching plans after the fault of the simulation: looked for, stepped through, proposed. Nothing is switched. */
export function Plans({ request, onStep }: Props) {
  const text = useText()
  const show = useShowProblem()
  const { mutate, data, isPending, reset } = useRestoration()
  const [chosen, setChosen] = useState(0)
  const [done, setDone] = useState(0)
  const look = () => {
    reset()
    setChosen(0)
    setDone(0)
    onStep([], undefined)
    mutate({ ...request, limit: 1, seconds: 1 }, { onError: show })
  }
  const plan = data?.plans[chosen]
  const go = (next: number) => {
    if (!plan) return
    const count = Math.max(0, Math.min(plan.steps.length, next))
    setDone(count)
    onStep(plan.steps.slice(0, count), plan.steps[count])
  }
  return (
    <Stack gap="xs">
      <Button loading={isPending} disabled={request.out.length === 0} onClick={look}>
        {text('console-grid-plan')}
      </Button>
      <Text size="sm" c="dimmed">
        {text(request.out.length === 0 ? 'console-grid-plan-needs-fault' : 'console-grid-never-switches')}
      </Text>
      {data?.plans.map((one, index) => (
        <PlanCard
          key={one.steps.map((step) => step.switch).join(' ')}
          plan={one}
          chosen={index === chosen}
          onChoose={() => {
            setChosen(index)
            setDone(0)
            onStep([], one.steps[0])
          }}
        />
      ))}
      {plan && plan.steps.length > 0 && (
        <>
          <Checklist plan={plan} done={done} onGo={go} />
          <Propose key={chosen} request={request} plan={plan} />
        </>
      )}
      {data?.assumed.map((key) => (
        <Text key={key} size="xs" c="dimmed">
          {text(key)}
        </Text>
      ))}
    </Stack>
  )
}

function PlanCard({
  plan,
  chosen,
  onChoose,
}: {
  plan: Api<'SwitchingPlan'>
  chosen: boolean
  onChoose: () => void
}) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Button
      variant={chosen ? 'light' : 'default'}
      aria-pressed={chosen}
      h="auto"
      py="xs"
      fullWidth
      onClick={onChoose}
    >
      <Stack gap={4} align="flex-start" style={{ whiteSpace: 'normal' }}>
        <Group gap="xs">
          {plan.labels.map((label) => (
            <Badge key={label} variant="outline">
              {text(`console-grid-plan-${label}`)}
            </Badge>
          ))}
        </Group>
        <Text size="sm" ta="left">
          {text('console-grid-plan-brings', {
            customers: number(plan.restored.customers, 0),
            left: number(plan.left.customers, 0),
            minutes: number(plan.minutes, 0),
          })}
        </Text>
        <Text size="xs">
          {plan.proven
            ? text('console-grid-plan-proven')
            : text('console-grid-plan-gap', { gap: number(100 * (plan.gap ?? 1), 1) })}
        </Text>
      </Stack>
    </Button>
  )
}

function Checklist({
  plan,
  done,
  onGo,
}: {
  plan: Api<'SwitchingPlan'>
  done: number
  onGo: (next: number) => void
}) {
  const text = useText()
  const { number } = useFormats()
  return (
    <section
      aria-label={text('console-grid-steps')}
      onKeyDown={(event) => {
        if (event.key === 'Backspace') onGo(done - 1)
      }}
    >
      {plan.tripped.length > 0 && (
        <Text size="sm">{text('console-grid-tripped', { switches: plan.tripped.join(', ') })}</Text>
      )}
      <ol className={classes.steps}>
        {plan.steps.map((step, index) => (
          <li
            key={step.switch}
            className={classes.step}
            data-done={index < done || undefined}
            data-next={index === done || undefined}
            aria-current={index === done ? 'step' : undefined}
          >
            {text(step.close ? 'console-grid-move-close' : 'console-grid-move-open', {
              element: step.switch,
            })}
            {' · '}
            {text(`console-grid-why-${step.why}`)}
            {' · '}
            {text(step.remote ? 'console-grid-remote' : 'console-grid-crew', {
              minutes: number(step.minutes, 0),
            })}
          </li>
        ))}
      </ol>
      <Group mt="xs">
        <Button variant="default" disabled={done === 0} onClick={() => onGo(done - 1)}>
          {text('console-grid-step-back')}
        </Button>
        <Button disabled={done === plan.steps.length} onClick={() => onGo(done + 1)}>
          {text('console-grid-step-next')}
        </Button>
      </Group>
    </section>
  )
}

function Propose({ request, plan }: { request: Required<Api<'WhatIfRequest'>>; plan: Api<'SwitchingPlan'> }) {
  const text = useText()
  const show = useShowProblem()
  const may = useMay('grid.propose')
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const { mutate, isPending, isSuccess } = usePropose()
  if (!may) return null
  if (isSuccess) return <Alert color="celadon">{text('console-grid-proposed')}</Alert>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const steps = plan.steps.map((step) => ({ id: step.switch, closed: step.close }))
        mutate({ title, note, out: request.out, steps }, { onError: show })
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={text('console-grid-propose-title')}
          value={title}
          maxLength={200}
          required
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={text('console-grid-propose-note')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isPending} disabled={title.trim() === ''}>
          {text('console-grid-propose')}
        </Button>
      </Stack>
    </form>
  )
}
