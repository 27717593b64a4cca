import { ActionIcon, Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Feature } from 'geojson'
import { Maximize, Minus, Plus } from 'lucide'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useCity } from '../../app/session'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import { placeFeatures, withRoom } from '../../map/features'
import viewClasses from '../../map/MapView.module.css'
import { territoryQuery } from '../../map/queries'
import { SOURCES as CITY_SOURCES } from '../../map/style'
import { placesQuery } from '../../places/queries'
import type { LeftSite, PlanSite } from '../answer'
import type { Area, LatLon, Study } from '../study'
import type { Handles, StudyMapController } from './controller'
import {
  areaFeatures,
  boundsOfPlan,
  demandFeatures,
  lineFeatures,
  reachFeatures,
  spotFeatures,
} from './features'
import { SOURCES } from './layers'
import classes from './StudyMap.module.css'
import type { Look } from './symbols'
import { useStudyMap } from './useStudyMap'

/** What is being drawn on the map. */
export interface Drawing {
  points: readonly LatLon[]
  /** Takes the next corner; `null` where corners are only moved. */
  onPick: ((at: LatLon) => void) | null
  onMove: Handles['onMove']
  onRemove: Handles['onRemove']
}

interface Props {
  title: string
  /** Its options and limits say how sites look and how far they reach. */
  study: Pick<Study, 'option' | 'limits'>
  sites: readonly PlanSite[]
  left?: readonly LeftSite[]
  units?: readonly Api<'UnitGets'>[]
  areas?: readonly Area[]
  /** The area that is worked on. */
  area?: string
  lookOf?: (site: PlanSite) => Look
  /** What is brought into sight at first; the plan's own sites where nothing else is said. */
  around?: readonly PlanSite[]
  drawing?: Drawing | null
  /** The site that is marked; "" none. */
  chosen: string
  onChoose: (site: string) => void
  /** Hands out the map, to be led along with another. */
  onMap?: (map: StudyMapController | null) => void
  onMoving?: () => void
  /** What lies over the map. */
  children?: ReactNode
}

const NO_LEFT: readonly LeftSite[] = []
const NO_UNITS: readonly Api<'UnitGets'>[] = []
const NO_AREAS: readonly Area[] = []
const NO_POINTS: readonly LatLon[] = []
const CHOSEN = (): Look => 'chosen'

/** A plan on the territory: demand, what is reached of it, the sites and their reach, what was left, areas. */
export function StudyMap(props: Props) {
  const { title, study, sites, chosen, onChoose, onMap, children, drawing = null, area = '' } = props
  const { left = NO_LEFT, units = NO_UNITS, areas = NO_AREAS, lookOf = CHOSEN, around = sites } = props
  const city = useCity()
  const text = useText()
  const bounds = useMemo(() => withRoom(city.bounds), [city])
  const { container, map } = useStudyMap({
    title,
    bounds,
    choose: onChoose,
    pick: drawing?.onPick ?? null,
    moving: () => props.onMoving?.(),
  })
  const places = useTerritory(map)

  useEffect(() => map?.show(SOURCES.demand, demandFeatures(units, places)), [map, units, places])
  useEffect(() => map?.show(SOURCES.reach, reachFeatures(study.option, sites)), [map, study, sites])
  useEffect(
    () => map?.show(SOURCES.spots, spotFeatures(study, sites, left, lookOf)),
    [map, study, sites, left, lookOf],
  )
  useEffect(() => map?.show(SOURCES.areas, areaFeatures(areas, area)), [map, areas, area])
  const drawn = drawing?.points ?? NO_POINTS
  useEffect(() => map?.show(SOURCES.drawing, lineFeatures(drawn)), [map, drawn])
  useEffect(() => {
    const handles = drawing && {
      points: drawing.points,
      onMove: drawing.onMove,
      onRemove: drawing.onRemove,
      said: (at: number) => text('console-studies-corner', { number: at + 1, count: drawing.points.length }),
      className: classes.corner ?? '',
    }
    map?.hold(handles)
  }, [map, drawing, text])
  useEffect(() => {
    const at = [...sites, ...left].find(({ site }) => site === chosen)
    const halo: Feature[] = at
      ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [at.lon, at.lat] }, properties: {} }]
      : []
    map?.show(CITY_SOURCES.chosen, halo)
    if (at) map?.reveal([at.lat, at.lon])
  }, [map, chosen, sites, left])
  const fitted = useRef(false)
  useEffect(() => {
    const all = boundsOfPlan(study.option, around, areas)
    if (!map || fitted.current || !all || around.length === 0) return
    // Once only: whoever looks at a part of the city goes on looking at it.
    fitted.current = true
    map.fit(all)
  }, [map, study, around, areas])
  useEffect(() => {
    onMap?.(map)
    return () => onMap?.(null)
  }, [map, onMap])

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
        <ActionIcon
          color="gray"
          aria-label={text('console-map-fit')}
          onClick={() => map?.fit(boundsOfPlan(study.option, around, areas) ?? bounds)}
        >
          <Icon of={Maximize} />
        </ActionIcon>
      </Paper>
      {children}
    </div>
  )
}

/** Draws the territory and the names of its units; returns these units by id. */
function useTerritory(map: StudyMapController | null) {
  const { language } = useLanguage()
  const { data: territory } = useQuery(territoryQuery)
  const { data } = useQuery(placesQuery)
  const places = useMemo(() => new Map(data?.items.map((one) => [one.id, one])), [data])
  useEffect(() => {
    const features = territory?.features ?? []
    map?.show(CITY_SOURCES.territory, features as Feature[])
    map?.show(CITY_SOURCES.places, placeFeatures(features, places, language))
  }, [map, territory, places, language])
  return places
}
