import { ActionIcon, Paper, Text, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Maximize, Minus, Plus, Zap } from 'lucide'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Feature } from 'geojson'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { useScale } from '../app/useScale'
import { headline, kindOf } from '../assets/kinds'
import { useValueText } from '../assets/values'
import { GridLayerCard } from '../grid/GridLayerCard'
import { GridLayerNote } from '../grid/GridLayerNote'
import { useGridLayer } from '../grid/useGridLayer'
import { useLanguage } from '../i18n/LanguageProvider'
import { useText } from '../i18n/text'
import { useLive } from '../live/LiveProvider'
import { placesQuery } from '../places/queries'
import { type Bounds, type Camera, MapController } from './controller'
import {
  assetFeatures,
  boundsOf,
  chosenFeatures,
  placeFeatures,
  valueFeatures,
  within,
  withRoom,
} from './features'
import classes from './MapView.module.css'
import type { MapAsset } from './model'
import { territoryQuery } from './queries'
import { SOURCES, VALUES_FROM_ZOOM } from './style'

interface Props {
  assets: readonly MapAsset[]
  chosen: MapAsset | undefined
  place: string
  onChoose: (id: string) => void
  onPlace: (id: string) => void
  onMove: (bounds: Bounds) => void
}

const VALUES_EVERY_MS = 1_000

/** The city on a map of its own: territory, assets by kind and state, values where one is near enough. */
export function MapView({ assets, chosen, place, onChoose, onPlace, onMove }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { store } = useLive()
  const valueText = useValueText()
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const { data: territory } = useQuery(territoryQuery)
  const { data: places } = useQuery(placesQuery)
  const approximate = territory?.features.some(({ properties }) => properties.approximate) ?? false

  const container = useRef<HTMLDivElement>(null)
  const camera = useRef<Camera | null>(null)
  const [map, setMap] = useState<MapController | null>(null)
  const layer = useGridLayer(map)
  const events = useRef({ onChoose, onPlace, onMove, onElement: layer.choose })
  events.current = { onChoose, onPlace, onMove, onElement: layer.choose }
  const [moves, setMoves] = useState(0)
  const title = text('console-map')
  const bounds = useMemo(() => withRoom(city.bounds), [city])

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
        chooseAsset: (id) => events.current.onChoose(id),
        choosePlace: (id) => events.current.onPlace(id),
        chooseSwitch: (id) => events.current.onElement(id),
        chooseLine: (id) => events.current.onElement(id),
        moved: () => {
          camera.current = made.camera
          setMoves((count) => count + 1)
          events.current.onMove(made.bounds)
        },
      },
    })
    setMap(made)
    return () => made.remove()
  }, [scheme, scale, title, bounds])

  useEffect(() => {
    const features = territory?.features ?? []
    const names = new Map(places?.items.map((one) => [one.id, one]))
    map?.show(SOURCES.territory, features as Feature[])
    map?.show(SOURCES.places, placeFeatures(features, names, language))
  }, [map, territory, places, language])
  useEffect(() => map?.show(SOURCES.assets, assetFeatures(assets, city)), [map, assets, city])
  useEffect(() => map?.show(SOURCES.chosen, chosenFeatures(chosen, city)), [map, chosen, city])
  useEffect(() => map?.outlinePlace(place), [map, place])

  const chosenId = chosen?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves when another asset is chosen, not when its state changes
  useEffect(() => {
    if (chosen) map?.reveal(chosen.lon, chosen.lat)
  }, [map, chosenId])

  useEffect(() => {
    if (!map || moves === 0) return
    const say = (asset: MapAsset) => {
      const channel = headline(kindOf(city, asset.kind))
      if (!channel) return ''
      const live = store.of(asset.id).get(channel.name)
      const value = live ? live.value : asset.value
      return value === null ? '' : valueText(value, channel.name, channel.unit)
    }
    const show = () => {
      const near = map.zoom >= VALUES_FROM_ZOOM ? within(assets, map.bounds) : chosen ? [chosen] : []
      map.show(SOURCES.values, valueFeatures(near, say))
    }
    show()
    const timer = setInterval(show, VALUES_EVERY_MS)
    return () => clearInterval(timer)
  }, [map, moves, assets, chosen, city, store, valueText])

  const fitAll = () => map?.fit(boundsOf(assets) ?? bounds)
  return (
    <div className={classes.frame}>
      <div ref={container} className={classes.map} />
      <Paper withBorder shadow="sm" className={classes.controls}>
        <ActionIcon color="gray" aria-label={text('console-map-nearer')} onClick={() => map?.zoomBy(1)}>
          <Icon of={Plus} />
        </ActionIcon>
        <ActionIcon color="gray" aria-label={text('console-map-farther')} onClick={() => map?.zoomBy(-1)}>
          <Icon of={Minus} />
        </ActionIcon>
        <ActionIcon color="gray" aria-label={text('console-map-fit')} onClick={fitAll}>
          <Icon of={Maximize} />
        </ActionIcon>
        {layer.offered && (
          <ActionIcon
            variant={layer.shown ? 'light' : 'subtle'}
            color={layer.shown ? 'celadon' : 'gray'}
            aria-pressed={layer.shown}
            aria-label={text('console-grid-layer')}
            title={text('console-grid-layer')}
            onClick={layer.toggle}
          >
            <Icon of={Zap} />
          </ActionIcon>
        )}
      </Paper>
      <GridLayerCard layer={layer} />
      <div className={classes.notes}>
        {layer.shown && <GridLayerNote layer={layer} />}
        {approximate && (
          <Paper withBorder px="sm" py={4} role="note">
            <Text size="sm">{text('console-map-approximate')}</Text>
          </Paper>
        )}
      </div>
    </div>
  )
}
