import { ActionIcon, Paper, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Feature, Point } from 'geojson'
import { Maximize, Minus, Plus } from 'lucide'
import 'maplibre-gl/dist/maplibre-gl.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { useScale } from '../app/useScale'
import { useText } from '../i18n/text'
import { type Camera, MapController } from '../map/controller'
import { withRoom } from '../map/features'
import viewClasses from '../map/MapView.module.css'
import { territoryQuery } from '../map/queries'
import { SOURCES } from '../map/style'
import { GridLegend } from './GridLegend'
import classes from './GridPage.module.css'
import { useDrawnGrid } from './useDrawnGrid'

interface Props {
  grid: Api<'GridMap'>
  state: Api<'GridState'> | undefined
  /** What is pointed at; another place brings it into sight. */
  at: [lon: number, lat: number] | null
  /** The line or switch that was touched; "" none. */
  chosen: string
  onSwitch: (id: string) => void
  onLine: (id: string) => void
}

const point = (at: [number, number]): Point => ({ type: 'Point', coordinates: at })

/** The grid on the territory: what is energised, dead, overloaded; switches where one is near enough. */
export function GridMap({ grid, state, at, chosen, onSwitch, onLine }: Props) {
  const city = useCity()
  const text = useText()
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const { data: territory } = useQuery(territoryQuery)
  const container = useRef<HTMLDivElement>(null)
  const camera = useRef<Camera | null>(null)
  const events = useRef({ onSwitch, onLine })
  events.current = { onSwitch, onLine }
  const [map, setMap] = useState<MapController | null>(null)
  const title = text('console-grid-map')
  const bounds = useMemo(() => boundsOfGrid(grid) ?? withRoom(city.bounds), [grid, city])

  useEffect(() => {
    if (!container.current) return
    const made = new MapController({
      container: container.current,
      scheme,
      scale,
      bounds,
      camera: camera.current,
      title,
      events: {
        chooseAsset: () => undefined,
        choosePlace: () => undefined,
        chooseSwitch: (id) => events.current.onSwitch(id),
        chooseLine: (id) => events.current.onLine(id),
        moved: () => {
          camera.current = made.camera
        },
      },
    })
    setMap(made)
    return () => made.remove()
  }, [scheme, scale, title, bounds])

  useEffect(() => map?.show(SOURCES.territory, (territory?.features ?? []) as Feature[]), [map, territory])
  useDrawnGrid(map, grid, state, chosen)
  useEffect(() => {
    if (at) map?.reveal(at[0], at[1])
    map?.show(SOURCES.chosen, at ? [{ type: 'Feature', geometry: point(at), properties: {} }] : [])
  }, [map, at])

  return (
    <div className={viewClasses.frame}>
      <div ref={container} className={`${viewClasses.map} ${classes.canvas}`} />
      <Paper withBorder shadow="sm" className={viewClasses.controls}>
        <ActionIcon color="gray" aria-label={text('console-map-nearer')} onClick={() => map?.zoomBy(1)}>
          <Icon of={Plus} />
        </ActionIcon>
        <ActionIcon color="gray" aria-label={text('console-map-farther')} onClick={() => map?.zoomBy(-1)}>
          <Icon of={Minus} />
        </ActionIcon>
        <ActionIcon color="gray" aria-label={text('console-map-fit')} onClick={() => map?.fit(bounds)}>
          <Icon of={Maximize} />
        </ActionIcon>
      </Paper>
      <div className={viewClasses.notes}>
        <Paper withBorder>
          <GridLegend />
        </Paper>
      </div>
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
