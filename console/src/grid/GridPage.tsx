import { Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Api } from '../api/types'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { Figures } from './Figures'
import { GridMap } from './GridMap'
import classes from './GridPage.module.css'
import { middleOf } from './lines'
import { type Moves, NO_MOVES, requestOf, withMove } from './moves'
import { Outages } from './Outages'
import { Plans } from './Plans'
import { Proposals } from './Proposals'
import { gridMapQuery, gridStateQuery, whatIfQuery } from './queries'
import { WhatIf } from './WhatIf'

/** The grid: what is energised and what is not, and what would be if. */
export default function GridPage() {
  const query = useQuery(gridMapQuery)
  return (
    <Loaded query={query} page>
      {(grid) => <Grid grid={grid} />}
    </Loaded>
  )
}

function Grid({ grid }: { grid: Api<'GridMap'> }) {
  const text = useText()
  const maySimulate = useMay('grid.simulate')
  const [search] = useSearchParams()
  const asked = search.get('out')
  const [simulating, setSimulating] = useState(asked !== null && maySimulate)
  const [moves, setMoves] = useState<Moves>(
    asked === null ? NO_MOVES : withMove(NO_MOVES, { what: 'out', id: asked }),
  )
  const [steps, setSteps] = useState<readonly Api<'PlanStep'>[]>([])
  const [at, setAt] = useState<[number, number] | null>(asked === null ? null : middleOf(grid, asked))
  const now = useQuery(gridStateQuery)
  const request = useMemo(() => requestOf(moves), [moves])
  const stepped = useMemo(
    () => ({
      out: request.out,
      switches: [...request.switches, ...steps.map((step) => ({ id: step.switch, closed: step.close }))],
    }),
    [request, steps],
  )
  const simulated = useQuery({
    ...whatIfQuery(stepped),
    enabled: simulating,
    placeholderData: (last) => last,
  })
  const state = simulating ? simulated.data : now.data

  const change = (next: Moves) => {
    setMoves(next)
    setSteps([])
  }
  const moveSwitch = (id: string) => {
    if (!simulating) return
    const row = grid.switches.id.indexOf(id)
    const normally = grid.switches.normally_closed[row] ?? true
    const closed = (state?.moved.includes(id) ?? false) !== normally
    change(withMove(moves, { what: 'switch', id, closed: !closed }))
  }
  const takeLine = (id: string) => {
    if (simulating && !request.out.includes(id)) change(withMove(moves, { what: 'out', id }))
  }
  const show = (element: string) => {
    const line = middleOf(grid, element)
    const row = grid.switches.id.indexOf(element)
    const place =
      row < 0 ? line : ([grid.switches.lon[row] ?? 0, grid.switches.lat[row] ?? 0] as [number, number])
    if (place) setAt(place)
  }

  return (
    <div className={classes.page}>
      <div className={`${classes.map} ${simulating ? classes.simulated : ''}`}>
        <GridMap grid={grid} state={state} at={at} onSwitch={moveSwitch} onLine={takeLine} />
      </div>
      <section className={classes.panel} aria-label={text('console-grid')}>
        <Group justify="space-between">
          <Title order={1} size="h3">
            {text('console-grid')}
          </Title>
          <Group gap="xs">
            {grid.simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
            {state && <Badge variant="light">{text(`console-grid-basis-${state.basis}`)}</Badge>}
          </Group>
        </Group>
        <Group gap="xs">
          {(['feeders', 'security', 'reliability'] as const).map((one) => (
            <Button key={one} component={Link} href={`/grid/${one}`} variant="default">
              {text(`console-grid-${one}`)}
            </Button>
          ))}
        </Group>
        {maySimulate && (
          <Switch
            size="lg"
            label={text('console-grid-what-if')}
            checked={simulating}
            onChange={(event) => {
              setSimulating(event.currentTarget.checked)
              change(NO_MOVES)
            }}
          />
        )}
        <Loaded query={simulating ? simulated : now}>
          {(shown) => (
            <Stack gap="md">
              <Figures state={shown} />
              {simulating && (
                <>
                  <WhatIf grid={grid} moves={moves} state={shown} onMoves={change} onSwitch={moveSwitch} />
                  <Plans
                    key={JSON.stringify(request)}
                    request={request}
                    onStep={(done, next) => {
                      setSteps(done)
                      if (next && next.lon !== null && next.lat !== null) setAt([next.lon, next.lat])
                    }}
                  />
                </>
              )}
              <div>
                <Title order={2} size="h4" mb="xs">
                  {text('console-grid-outages')}
                </Title>
                <Outages outages={shown.outages} onShow={show} />
              </div>
            </Stack>
          )}
        </Loaded>
        <div>
          <Title order={2} size="h4" mb="xs">
            {text('console-grid-proposals')}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {text('console-grid-never-switches')}
          </Text>
          <Proposals />
        </div>
      </section>
    </div>
  )
}
