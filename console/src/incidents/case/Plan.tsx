import { Button, Paper, Stack, Title } from '@mantine/core'
import { ArrowRight } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import type { Stepping } from '../../grid/checklist'
import { Plans } from '../../grid/Plans'
import { simulationPath } from '../../grid/security/contingency'
import { useText } from '../../i18n/text'

interface Props {
  /** The elements that are out. */
  fault: string[]
  /** The plan was stepped to another step, or left. */
  onStep: (stepping: Stepping | null) => void
}

/** How supply can be brought back around what failed: plans, their steps, and the way to try them on the grid. */
export function Plan({ fault, onStep }: Props) {
  const text = useText()
  const [stepping, setStepping] = useState<Stepping | null>(null)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-plan')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-plan')}
        </Title>
        <Plans
          request={{ out: fault, switches: [] }}
          stepping={stepping}
          onStepping={(next) => {
            setStepping(next)
            onStep(next)
          }}
        />
        <Button
          component={Link}
          href={simulationPath(fault[0] ?? '')}
          variant="default"
          rightSection={<Icon of={ArrowRight} size={20} />}
        >
          {text('console-plan-on-grid')}
        </Button>
      </Stack>
    </Paper>
  )
}
