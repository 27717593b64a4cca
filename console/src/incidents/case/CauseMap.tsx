import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Api } from '../../api/types'
import { GridLegend } from '../../grid/GridLegend'
import { GridMap } from '../../grid/GridMap'
import { gridStateQuery } from '../../grid/queries'
import classes from './CauseMap.module.css'
import { marksOf, suspects } from './cause'

/** What is pointed at beside the map: an element, and where it is. */
export interface Pointed {
  id: string
  at: [lon: number, lat: number] | null
}

interface Props {
  cause: Api<'Cause'>
  grid: Api<'GridMap'>
  pointed: Pointed | null
}

/** What may have failed on the grid as it is now, each marked with its probability. */
export function CauseMap({ cause, grid, pointed }: Props) {
  const { data: state } = useQuery(gridStateQuery)
  // The answer is a new one with each signal; the map moves only when what is marked does.
  const said = JSON.stringify(marksOf(suspects(cause)))
  const marks = useMemo(() => JSON.parse(said) as ReturnType<typeof marksOf>, [said])
  return (
    <div>
      <div className={classes.map}>
        <GridMap
          grid={grid}
          state={state}
          at={pointed?.at ?? null}
          chosen={pointed?.id ?? cause.element}
          marks={marks}
          legend={false}
          onSwitch={() => undefined}
          onLine={() => undefined}
        />
      </div>
      <GridLegend />
    </div>
  )
}
