import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'

interface Props {
  plan: Api<'SwitchingPlan'>
  chosen: boolean
  onChoose: () => void
}

/** A switching plan in short: what it is best at, what it brings back and how soon, how good it is known to be. */
export function PlanCard({ plan, chosen, onChoose }: Props) {
  const text = useText()
  const { number } = useFormats()
  const quality = plan.proven
    ? text('console-grid-plan-proven')
    : plan.gap === null
      ? text('console-grid-plan-unbound')
      : text('console-grid-plan-gap', { gap: number(100 * plan.gap, 1) })
  return (
    <Button
      variant={chosen ? 'light' : 'default'}
      aria-pressed={chosen}
      h="auto"
      py="xs"
      fullWidth
      justify="flex-start"
      onClick={onChoose}
    >
      <Stack gap={4} align="flex-start" ta="left" style={{ whiteSpace: 'normal' }}>
        <Group gap="xs">
          {plan.labels.map((label) => (
            <Badge key={label} variant="outline">
              {text(`console-grid-plan-${label}`)}
            </Badge>
          ))}
        </Group>
        <Text size="sm">
          {text('console-grid-plan-brings', {
            customers: number(plan.restored.customers, 0),
            left: number(plan.left.customers, 0),
            minutes: number(plan.minutes, 0),
          })}
        </Text>
        <Text size="sm">{text('console-grid-plan-steps', { steps: plan.steps.length })}</Text>
        <Text size="xs">{quality}</Text>
      </Stack>
    </Button>
  )
}
