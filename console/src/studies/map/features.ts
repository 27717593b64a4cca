import type { Feature, Point } from 'geojson'
import type { Api } from '../../api/types'
import type { Bounds } from '../../map/controller'
import { boundsOf } from '../../map/features'
import type { LeftSite, PlanSite } from '../answer'
import { share } from '../answer'
import { reachOf } from '../reach'
import { type Area, type LatLon, type Option, rulingOf, type Study } from '../study'
import { type Look, symbolName } from './symbols'

/** The largest circle of demand, in CSS pixels. */
const MOST_PX = 30
const LEAST_PX = 3

const point = (lon: number, lat: number): Point => ({ type: 'Point', coordinates: [lon, lat] })

/** What each unit asks as a circle of that area, and in it what is reached of it. */
export function demandFeatures(
  units: readonly Api<'UnitGets'>[],
  places: ReadonlyMap<string, Pick<Api<'Place'>, 'lat' | 'lon'>>,
): Feature[] {
  const most = Math.max(0, ...units.map(({ demand }) => demand))
  return units.flatMap((unit) => {
    const place = places.get(unit.unit)
    if (!place || unit.demand <= 0) return []
    const asked = Math.max(LEAST_PX, MOST_PX * Math.sqrt(unit.demand / most))
    const reached = asked * Math.sqrt(Math.min(1, share(unit)))
    return [
      { type: 'Feature', geometry: point(place.lon, place.lat), properties: { asked, reached } } as Feature,
    ]
  })
}

/** Which option of the study it is; -1 for one that it has no more. */
export const optionAt = ({ option }: Pick<Study, 'option'>, id: string): number =>
  option.findIndex((one) => one.id === id)

/** The plan's sites, numbered as in its table, over those that were left. */
export function spotFeatures(
  study: Pick<Study, 'option' | 'limits'>,
  sites: readonly PlanSite[],
  left: readonly LeftSite[],
  lookOf: (site: PlanSite) => Look,
): Feature[] {
  const spot = (one: PlanSite | LeftSite, look: Look, said: string, order: number): Feature => ({
    type: 'Feature',
    geometry: point(one.lon, one.lat),
    properties: { site: one.site, symbol: symbolName(optionAt(study, one.option), look), said, order },
  })
  return [
    ...left.map((one) =>
      spot(one, rulingOf(study.limits, one.site) === 'must_not' ? 'refused' : 'left', '', 0),
    ),
    // The first adds most: it lies on top.
    ...sites.map((one, at) => spot(one, lookOf(one), String(at + 1), sites.length - at)),
  ]
}

/** What each site of a plan reaches with its option. */
export function reachFeatures(option: readonly Option[], sites: readonly PlanSite[]): Feature[] {
  const known = new Map(option.map((one) => [one.id, one]))
  return sites.flatMap((site) => {
    const put = known.get(site.option)
    const made = put && reachOf(site, put)
    return made ? [made] : []
  })
}

const ring = (points: readonly LatLon[]) => [...points, ...points.slice(0, 1)].map(([lat, lon]) => [lon, lat])

export function areaFeatures(areas: readonly Area[], chosen: string): Feature[] {
  return areas
    .filter(({ points }) => points.length >= 3)
    .map(({ id, use, points }) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [ring(points)] },
      properties: { use, chosen: id === chosen },
    }))
}

/** An area that has no inside yet. */
export function lineFeatures(points: readonly LatLon[]): Feature[] {
  if (points.length !== 2) return []
  const coordinates = points.map(([lat, lon]) => [lon, lat])
  return [{ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} }]
}

/** The bounds of a plan with what it reaches, and of what is drawn; `null` for neither. */
export function boundsOfPlan(
  option: readonly Option[],
  sites: readonly PlanSite[],
  areas: readonly Area[],
): Bounds | null {
  const rims = reachFeatures(option, sites).flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? (geometry.coordinates[0] ?? []) : [],
  )
  const corners = areas.flatMap(({ points }) => points.map(([lat, lon]) => ({ lat, lon })))
  return boundsOf([...sites, ...corners, ...rims.map(([lon = 0, lat = 0]) => ({ lat, lon }))])
}
