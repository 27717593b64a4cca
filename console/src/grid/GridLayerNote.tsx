import { Badge, Group, Paper, Text } from '@mantine/core'
import { useProblemText } from '../app/problems'
import { useText } from '../i18n/text'
import { SimulatedMark } from './feeder/GridHead'
import { GridLegend } from './GridLegend'
import type { GridLayer } from './useGridLayer'

/** What stands beside the grid's layer of a map: its legend, and what its state rests on. */
export function GridLayerNote({ layer: { grid, state, error } }: { layer: GridLayer }) {
  const text = useText()
  const problem = useProblemText()
  return (
    <Paper withBorder>
      <Group gap="xs" px="sm" pt={4}>
        {grid?.simulated && <SimulatedMark />}
        {state && (
          <Badge size="lg" variant="light">
            {text(`console-grid-basis-${state.basis}`)}
          </Badge>
        )}
        {error ? (
          <Text size="sm" fw={600} role="alert">
            {problem(error).title}
          </Text>
        ) : (
          !state && (
            <Text size="sm" role="status">
              {text('console-loading')}
            </Text>
          )
        )}
      </Group>
      <GridLegend />
    </Paper>
  )
}
