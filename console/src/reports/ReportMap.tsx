import type { Feature } from 'geojson'
import { useEffect, useMemo } from 'react'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { useText } from '../i18n/text'
import { boundsOf, withRoom } from '../map/features'
import { MapControls } from '../map/MapControls'
import { SOURCES } from '../map/style'
import { symbolName } from '../map/symbols'
import { useController } from '../map/useController'
import { useTerritory } from '../map/useTerritory'
import classes from './Reports.module.css'

/** Where a report comes from: its point or, where only the unit is known, the unit. */
export function ReportMap({ report }: { report: Api<'Report'> }) {
  const city = useCity()
  const text = useText()
  const bounds = useMemo(() => withRoom(city.bounds), [city])
  const { container, map } = useController({ title: text('console-reports-map'), bounds })
  const territory = useTerritory(map)
  const { lat, lon, place } = report
  useEffect(() => {
    map?.outlinePlace(place)
    const unit = territory?.features.find(({ properties }) => properties.id === place)
    const here = lat !== null && lon !== null
    map?.show(SOURCES.chosen, here ? [pin(lon, lat)] : [])
    if (here) map?.reveal(lon, lat)
    else if (unit) map?.fit(around(unit) ?? bounds)
  }, [map, territory, place, lat, lon, bounds])
  if (!place && (lat === null || lon === null)) return null
  return (
    <div className={classes.map}>
      <div ref={container} className={classes.canvas} />
      <MapControls map={map} onFit={() => map?.fit(bounds)} />
    </div>
  )
}

/** The bounds of a unit of the territory. */
function around({ geometry }: Api<'FeatureCollection'>['features'][number]) {
  const flat = geometry.coordinates.flat(Number.POSITIVE_INFINITY) as number[]
  const corners = []
  for (let at = 0; at + 1 < flat.length; at += 2) corners.push({ lon: flat[at] ?? 0, lat: flat[at + 1] ?? 0 })
  return boundsOf(corners)
}

const pin = (lon: number, lat: number): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { symbol: symbolName('pin', 'warning') },
})
