import { useQuery } from '@tanstack/react-query'
import type { Feature } from 'geojson'
import { useEffect, useMemo } from 'react'
import { useCity } from '../app/session'
import { useText } from '../i18n/text'
import { assetFeatures, chosenFeatures, withRoom } from '../map/features'
import type { MapAsset } from '../map/model'
import { territoryQuery } from '../map/queries'
import { SOURCES } from '../map/style'
import { useAssets } from '../map/useAssets'
import { useController } from '../map/useController'
import classes from './DevicesPage.module.css'

interface Props {
  kind: string
  place: string
  lat: number
  lon: number
  onPick: (lon: number, lat: number) => void
}

/** A small map on which a touch says where the device stands; the assets around it help to find the spot. */
export function PositionMap({ kind, place, lat, lon, onPick }: Props) {
  const city = useCity()
  const text = useText()
  const { data: territory } = useQuery(territoryQuery)
  const { data: assets } = useAssets()
  const bounds = useMemo(() => withRoom(city.bounds), [city])
  const { container, map } = useController({ title: text('console-devices-map'), bounds, pick: onPick })

  useEffect(() => map?.show(SOURCES.territory, (territory?.features ?? []) as Feature[]), [map, territory])
  useEffect(() => map?.show(SOURCES.assets, assetFeatures(assets ?? [], city)), [map, assets, city])
  useEffect(() => map?.outlinePlace(place), [map, place])
  useEffect(() => {
    const here = Number.isFinite(lat) && Number.isFinite(lon)
    const point = { id: '', name: '', place, lat, lon, kind, state: 'passive', value: null } as const
    map?.show(
      SOURCES.chosen,
      here ? chosenFeatures({ ...point, simulated: false, folded: '' } as MapAsset, city) : [],
    )
    if (here) map?.reveal(lon, lat)
  }, [map, lat, lon, kind, place, city])

  return (
    <div className={classes.map}>
      <div ref={container} className={classes.canvas} />
    </div>
  )
}
