import { Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Feature, Point } from 'geojson'
import { useEffect, useMemo } from 'react'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { useText } from '../i18n/text'
import { MARKS_PADDING } from '../map/controller'
import { boundsOf, withRoom } from '../map/features'
import { MapControls } from '../map/MapControls'
import viewClasses from '../map/MapView.module.css'
import { territoryQuery } from '../map/queries'
import { SOURCES } from '../map/style'
import { useController } from '../map/useController'
import { GridLegend } from './GridLegend'
import classes from './GridPage.module.css'
import { useDrawnGrid } from './useDrawnGrid'

/** A place that is marked, with a few words in it. */
export interface Mark {
  lon: number
  lat: number
  said: string
}

interface Props {
  grid: Api<'GridMap'>
  state: Api<'GridState'> | undefined
  /** What is pointed at; another place brings it into sight. */
  at: [lon: number, lat: number] | null
  /** The line or switch that was touched; "" none. */
  chosen: string
  /** Places that are marked; others bring all of them into sight. */
  marks?: readonly Mark[]
  /** Whether what its strokes mean stands on it; on a low map it would hide too much. */
  legend?: boolean
  onSwitch: (id: string) => void
  onLine: (id: string) => void
}

const NONE: readonly Mark[] = []
/** Neighbouring elements are told apart only so near. */
const MARKS_ZOOM = 16

const point = (at: [number, number]): Point => ({ type: 'Point', coordinates: at })

/** The grid on the territory: what is energised, dead, overloaded; switches where one is near enough. */
export function GridMap({ grid, state, at, chosen, marks = NONE, legend = true, onSwitch, onLine }: Props) {
  const city = useCity()
  const text = useText()
  const { data: territory } = useQuery(territoryQuery)
  const bounds = useMemo(() => boundsOfGrid(grid) ?? withRoom(city.bounds), [grid, city])
  const { container, map } = useController({
    title: text('console-grid-map'),
    bounds,
    chooseSwitch: onSwitch,
    chooseLine: onLine,
  })

  useEffect(() => map?.show(SOURCES.territory, (territory?.features ?? []) as Feature[]), [map, territory])
  useDrawnGrid(map, grid, state, chosen)
  useEffect(() => {
    if (at) map?.reveal(at[0], at[1])
  }, [map, at])
  useEffect(() => {
    const halos = [...marks.map(({ lon, lat }): [number, number] => [lon, lat]), ...(at ? [at] : [])]
    map?.show(
      SOURCES.chosen,
      halos.map((one) => ({ type: 'Feature', geometry: point(one), properties: {} })),
    )
    map?.show(
      SOURCES.marks,
      marks.map(({ lon, lat, said }, order) => ({
        type: 'Feature',
        geometry: point([lon, lat]),
        properties: { said, order },
      })),
    )
  }, [map, at, marks])
  useEffect(() => {
    const around = boundsOf(marks)
    if (around) map?.fit(around, MARKS_ZOOM, MARKS_PADDING)
  }, [map, marks])

  return (
    <div className={viewClasses.frame}>
      <div ref={container} className={`${viewClasses.map} ${classes.canvas}`} />
      <MapControls map={map} onFit={() => map?.fit(bounds)} />
      {legend && (
        <div className={viewClasses.notes}>
          <Paper withBorder>
            <GridLegend />
          </Paper>
        </div>
      )}
    </div>
  )
}

function boundsOfGrid({ lines }: Api<'GridMap'>): [number, number, number, number] | null {
  const lon = lines.points.filter((_, index) => index % 2 === 0)
  const lat = lines.points.filter((_, index) => index % 2 === 1)
  if (lon.length === 0) return null
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b))
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b))
  return [least(lon), least(lat), most(lon), most(lat)]
}
