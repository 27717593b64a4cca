import { Button, Group, Text } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import { type Stepping, stepsOfKey } from './checklist'
import classes from './GridPage.module.css'

interface Props {
  stepping: Stepping
  onStep: (steps: number) => void
}

/** The steps of a plan, gone through in the simulation one by one; nothing is switched. */
export function Checklist({ stepping: { plan, done }, onStep }: Props) {
  const text = useText()
  const { number } = useFormats()
  const next = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan that is opened takes the keys
  useEffect(() => next.current?.focus(), [plan])
  const said = (step: Api<'PlanStep'>) =>
    [
      text(step.close ? 'console-grid-move-close' : 'console-grid-move-open', { element: step.switch }),
      text(`console-feeder-symbol-${step.kind}`),
      step.feeder_name,
      text(`console-grid-why-${step.why}`),
      text(step.remote ? 'console-grid-remote' : 'console-grid-crew', { minutes: number(step.minutes, 0) }),
    ]
      .filter(Boolean)
      .join(' · ')
  const percent = (share: number | null, digits: number) =>
    share === null ? '–' : `${number(100 * share, digits)} %`
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = stepsOfKey(event.key, event.target instanceof HTMLButtonElement)
    if (steps === 0) return
    event.preventDefault()
    onStep(steps)
  }
  const [first, last] = [done === 0, done === plan.steps.length]
  return (
    <section aria-label={text('console-grid-steps')} onKeyDown={onKeyDown}>
      {plan.tripped.length > 0 && (
        <Text size="sm">{text('console-grid-tripped', { switches: plan.tripped.join(', ') })}</Text>
      )}
      <ol className={classes.steps}>
        {plan.steps.map((step, index) => (
          <li
            key={step.switch}
            className={classes.step}
            data-next={index === done || undefined}
            aria-current={index === done ? 'step' : undefined}
          >
            {index < done && `✓ ${text('console-grid-step-done')} · `}
            {said(step)}
            <Text size="sm" c="dimmed" component="div">
              {text('console-grid-step-then', {
                customers: number(step.customers, 0),
                voltage: percent(step.u_min_pu, 1),
                loading: percent(step.loading_max, 0),
              })}
            </Text>
          </li>
        ))}
      </ol>
      <Text size="sm" role="status" mt="xs">
        {text('console-grid-steps-done', { done, all: plan.steps.length })}
      </Text>
      <Group mt="xs">
        <Button
          variant="default"
          aria-disabled={first}
          {...(first && { 'data-disabled': true })}
          onClick={() => onStep(-1)}
        >
          {text('console-grid-step-back')}
        </Button>
        <Button
          ref={next}
          aria-disabled={last}
          {...(last && { 'data-disabled': true })}
          onClick={() => onStep(1)}
        >
          {text('console-grid-step-next')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="xs">
        {text('console-grid-steps-keys')}
      </Text>
    </section>
  )
}
