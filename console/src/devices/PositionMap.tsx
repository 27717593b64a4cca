import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Feature } from 'geojson'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCity } from '../app/session'
import { useScale } from '../app/useScale'
import { useText } from '../i18n/text'
import { type Camera, MapController } from '../map/controller'
import { assetFeatures, chosenFeatures, withRoom } from '../map/features'
import type { MapAsset } from '../map/model'
import { territoryQuery } from '../map/queries'
import { SOURCES } from '../map/style'
import { useAssets } from '../map/useAssets'
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
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const { data: territory } = useQuery(territoryQuery)
  const { data: assets } = useAssets()
  const box = useRef<HTMLDivElement>(null)
  const camera = useRef<Camera | null>(null)
  const pick = useRef(onPick)
  pick.current = onPick
  const [map, setMap] = useState<MapController | null>(null)
  const title = text('console-devices-map')
  const bounds = useMemo(() => withRoom(city.bounds), [city])

  useEffect(() => {
    if (!box.current) return
    const made = new MapController({
      container: box.current,
      scheme,
      scale,
      bounds,
      camera: camera.current,
      title,
      events: {
        chooseAsset: () => {},
        choosePlace: () => {},
        pick: (east, north) => pick.current(east, north),
        moved: () => {
          camera.current = made.camera
        },
      },
    })
    setMap(made)
    return () => made.remove()
  }, [scheme, scale, title, bounds])

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
      <div ref={box} className={classes.canvas} />
    </div>
  )
}
