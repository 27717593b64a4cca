import { ActionIcon, Paper, Text } from '@mantine/core'
import { Zap } from 'lucide'
import { useEffect, useMemo, useState } from 'react'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { headline, kindOf } from '../assets/kinds'
import { useValueText } from '../assets/values'
import { useCameraViews } from '../cameras/useCameraViews'
import { GridLayerCard } from '../grid/GridLayerCard'
import { GridLayerNote } from '../grid/GridLayerNote'
import { useGridLayer } from '../grid/useGridLayer'
import { useText } from '../i18n/text'
import { useLive } from '../live/LiveProvider'
import type { Bounds } from './controller'
import { assetFeatures, boundsOf, chosenFeatures, valueFeatures, within, withRoom } from './features'
import { MapControls } from './MapControls'
import classes from './MapView.module.css'
import type { MapAsset } from './model'
import { SOURCES, VALUES_FROM_ZOOM } from './style'
import { useController } from './useController'
import { useTerritory } from './useTerritory'

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
  const { store } = useLive()
  const valueText = useValueText()
  const [moves, setMoves] = useState(0)
  const bounds = useMemo(() => withRoom(city.bounds), [city])
  const { container, map } = useController({
    title: text('console-map'),
    bounds,
    chooseAsset: onChoose,
    choosePlace: onPlace,
    chooseSwitch: (id) => layer.choose(id),
    chooseLine: (id) => layer.choose(id),
    moved: (moved) => {
      setMoves((count) => count + 1)
      onMove(moved.bounds)
    },
  })
  const layer = useGridLayer(map)
  const view = useCameraViews(map, chosen?.id)
  const territory = useTerritory(map)
  const approximate = territory?.features.some(({ properties }) => properties.approximate) ?? false

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
      <MapControls map={map} onFit={fitAll}>
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
      </MapControls>
      <GridLayerCard layer={layer} />
      <div className={classes.notes}>
        {layer.shown && <GridLayerNote layer={layer} />}
        {view && (
          <Paper withBorder px="sm" py={4} role="note">
            <Text size="sm">
              {text('console-cameras-view-note', {
                view: Math.round(view.wide),
                range: Math.round(view.far),
              })}
            </Text>
          </Paper>
        )}
        {approximate && (
          <Paper withBorder px="sm" py={4} role="note">
            <Text size="sm">{text('console-map-approximate')}</Text>
          </Paper>
        )}
      </div>
    </div>
  )
}
