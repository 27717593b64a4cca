import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { Redo2, RotateCcw, Undo2 } from 'lucide'
import { useMemo } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import classes from './GridPage.module.css'
import { type Move, type Moves, NO_MOVES, redo, undo } from './moves'
import { SimulationTag } from './SimulationTag'

interface Props {
  grid: Api<'GridMap'>
  moves: Moves
  state: Api<'GridState'> | undefined
  onMoves: (moves: Moves) => void
  onSwitch: (id: string) => void
  onLine: (id: string) => void
}

/** What has been moved in the simulation, with a way back and forth, and a list to move more from. */
export function WhatIf({ grid, moves, state, onMoves, onSwitch, onLine }: Props) {
  const text = useText()
  const switches = useMemo(() => {
    const { id, kind } = grid.switches
    return id.map((value, row) => ({
      value,
      label: `${value} · ${text(`console-feeder-symbol-${kind[row] ?? 'disconnector'}`)}`,
    }))
  }, [grid, text])
  const lines = useMemo(() => [...grid.lines.id], [grid])
  const said = (move: Move) =>
    move.what === 'out'
      ? text('console-grid-move-out', { element: move.id })
      : text(move.closed ? 'console-grid-move-close' : 'console-grid-move-open', { element: move.id })
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <SimulationTag />
        <Group gap="xs">
          <Button
            variant="default"
            aria-label={text('console-grid-undo')}
            disabled={moves.done.length === 0}
            onClick={() => onMoves(undo(moves))}
          >
            <Icon of={Undo2} />
          </Button>
          <Button
            variant="default"
            aria-label={text('console-grid-redo')}
            disabled={moves.undone.length === 0}
            onClick={() => onMoves(redo(moves))}
          >
            <Icon of={Redo2} />
          </Button>
          <Button
            variant="default"
            leftSection={<Icon of={RotateCcw} size={20} />}
            disabled={moves.done.length === 0}
            onClick={() => onMoves(NO_MOVES)}
          >
            {text('console-grid-reset')}
          </Button>
        </Group>
      </Group>
      <Text size="sm">{text('console-grid-what-if-hint')}</Text>
      <Select
        label={text('console-grid-move-switch')}
        data={switches}
        filter={foldedOptions}
        value={null}
        searchable
        nothingFoundMessage={text('console-list-empty')}
        onChange={(id) => id && onSwitch(id)}
      />
      <Select
        label={text('console-grid-move-line')}
        data={lines}
        filter={foldedOptions}
        value={null}
        searchable
        nothingFoundMessage={text('console-list-empty')}
        onChange={(id) => id && onLine(id)}
      />
      <ol className={classes.steps}>
        {moves.done.map((move, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same move may be made twice, and the order is what they are
          <li key={index}>{said(move)}</li>
        ))}
      </ol>
      {state && !state.solved && <Alert color="red">{text('console-grid-unsolved')}</Alert>}
      {state && state.loops.length > 0 && (
        <Alert color="orange">
          {text('console-grid-loops', { elements: state.loops.slice(0, 3).join(', ') })}
        </Alert>
      )}
    </Stack>
  )
}
