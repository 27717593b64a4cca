import { Button, Stack, Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { useText } from '../i18n/text'
import { Checklist } from './Checklist'
import { begin, type Stepping, stepBy } from './checklist'
import { PlanCard } from './PlanCard'
import { Propose } from './Propose'
import { useRestoration } from './queries'

interface Props {
  request: Required<Api<'WhatIfRequest'>>
  /** The plan that is open, stepped through in the simulation. */
  stepping: Stepping | null
  onStepping: (stepping: Stepping | null) => void
}

/** Switching plans after the fault of the simulation: looked for, stepped through, proposed. Nothing is switched. */
export function Plans({ request, stepping, onStepping }: Props) {
  const text = useText()
  const show = useShowProblem()
  const { mutate, data, isPending, reset } = useRestoration()
  const look = () => {
    reset()
    onStepping(null)
    mutate({ ...request, limit: 1, seconds: 1 }, { onError: show })
  }
  return (
    <Stack gap="xs">
      <Button loading={isPending} disabled={request.out.length === 0} onClick={look}>
        {text('console-grid-plan')}
      </Button>
      {request.out.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('console-grid-plan-needs-fault')}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {text('console-grid-never-switches')}
      </Text>
      {data?.plans.map((one) => (
        <PlanCard
          key={one.labels.join(' ') + one.steps.map((step) => step.switch).join(' ')}
          plan={one}
          chosen={one === stepping?.plan}
          onChoose={() => onStepping(begin(one))}
        />
      ))}
      {data && stepping && stepping.plan.steps.length > 0 && (
        <>
          <Checklist stepping={stepping} onStep={(steps) => onStepping(stepBy(stepping, steps))} />
          <Propose key={data.plans.indexOf(stepping.plan)} out={request.out} plan={stepping.plan} />
        </>
      )}
      {data?.assumed.map((key) => (
        <Text key={key} size="sm" c="dimmed">
          {text(key)}
        </Text>
      ))}
    </Stack>
  )
}
