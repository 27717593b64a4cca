import { Alert, Badge, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Api } from '../api/types'
import { useMay } from '../app/session'
import { useFormats, useText } from '../i18n/text'
import { nextStep } from './checklist'
import { Doubted } from './Doubted'
import { ElementCard } from './ElementCard'
import { Figures } from './Figures'
import { GridHead } from './feeder/GridHead'
import { GridLoaded } from './feeder/GridLoaded'
import { GridMap } from './GridMap'
import classes from './GridPage.module.css'
import { drawnElement, guessedOutage, type Place, placeOf } from './lines'
import { Outages } from './Outages'
import { Plans } from './Plans'
import { Proposals } from './Proposals'
import { gridMapQuery, gridStateQuery } from './queries'
import { SimulationTag } from './SimulationTag'
import { usePlace } from './usePlace'
import { useSimulation } from './useSimulation'
import { WhatIf } from './WhatIf'

/** The grid: what is energised and what is not, and what would be if. */
export default function GridPage() {
  const query = useQuery(gridMapQuery)
  return (
    <GridLoaded query={query} page>
      {(grid) => <Grid grid={grid} />}
    </GridLoaded>
  )
}

function Grid({ grid }: { grid: Api<'GridMap'> }) {
  const text = useText()
  const { minute } = useFormats()
  const maySimulate = useMay('grid.simulate')
  const now = useQuery(gridStateQuery)
  const simulation = useSimulation(grid)
  const { on, asked, moves, request, stepping } = simulation
  const [address] = useSearchParams()
  // Other pages lead to an element.
  const [chosen, setChosen] = useState(() => address.get('element') ?? '')
  const [at, setAt] = useState<Place | null>(() => placeOf(grid, asked ?? chosen))
  const query = on ? simulation.query : now
  const state = query.data
  const findPlace = usePlace(grid)
  const close = useCallback(() => setChosen(''), [])
  const element = !on && chosen ? drawnElement(grid, state, chosen) : null

  const show = async (id: string, feeder?: string) => {
    const place = await findPlace(id, feeder)
    if (place) setAt(place)
  }
  const onSwitch = (id: string) => (on ? simulation.moveSwitch(id) : setChosen(id))
  const onLine = (id: string) => (on ? simulation.takeOut(id) : setChosen(id))

  return (
    <div className={classes.page}>
      <div className={classes.map}>
        <GridMap
          grid={grid}
          state={state}
          at={at}
          chosen={element ? chosen : ''}
          onSwitch={onSwitch}
          onLine={onLine}
        />
        {on && (
          <div className={classes.frame}>
            <SimulationTag />
          </div>
        )}
      </div>
      <section className={classes.panel} aria-label={text('console-grid')}>
        <GridHead title={text('console-grid')} simulated={grid.simulated}>
          {state && (
            <>
              <Badge size="lg" variant="light">
                {text(`console-grid-basis-${state.basis}`)}
              </Badge>
              <Badge size="lg" variant="light">
                {text(`console-grid-loads-${state.loads}`)}
              </Badge>
            </>
          )}
        </GridHead>
        {state && query.isError && (
          <Alert color="orange" role="alert">
            {text('console-grid-stale', { time: minute(new Date(state.time)) })}
          </Alert>
        )}
        {element && (
          <ElementCard
            element={element}
            outage={guessedOutage(state?.outages ?? [], element)}
            onClose={close}
          />
        )}
        {!on && state && <Doubted doubted={state.doubted} onShow={show} />}
        {maySimulate && (
          <Switch
            size="lg"
            label={text('console-grid-what-if')}
            checked={on}
            onChange={(event) => {
              setChosen('')
              simulation.turn(event.currentTarget.checked)
            }}
          />
        )}
        {on && (
          <WhatIf
            grid={grid}
            moves={moves}
            state={state}
            onMoves={simulation.change}
            onSwitch={(id) => {
              show(id)
              simulation.moveSwitch(id)
            }}
            onLine={(id) => {
              show(id)
              simulation.takeOut(id)
            }}
          />
        )}
        <GridLoaded query={query}>
          {(shown) => <Figures state={shown} now={on ? now.data : undefined} />}
        </GridLoaded>
        {on && (
          <Plans
            key={JSON.stringify(request)}
            request={request}
            stepping={stepping}
            onStepping={(next) => {
              simulation.step(next)
              const to = next && (nextStep(next) ?? next.plan.steps.at(-1))
              if (to && to.lon !== null && to.lat !== null) setAt([to.lon, to.lat])
            }}
          />
        )}
        {state && (
          <div>
            <Title order={2} size="h4" mb="xs">
              {text('console-grid-outages')}
            </Title>
            <Outages outages={state.outages} onShow={show} />
          </div>
        )}
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
