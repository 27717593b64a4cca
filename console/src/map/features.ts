import type { Feature, Point } from 'geojson'
import type { Api, City } from '../api/types'
import { iconName, kindOf } from '../assets/kinds'
import { rank } from '../assets/states'
import type { Language } from '../i18n/languages'
import { nameIn } from '../i18n/text'
import type { Bounds } from './controller'
import type { MapAsset } from './model'
import { symbolName } from './symbols'

const point = (lon: number, lat: number): Point => ({ type: 'Point', coordinates: [lon, lat] })

/** Turns assets into what the map draws, the worst last and so on top. */
export function assetFeatures(assets: readonly MapAsset[], city: City): Feature[] {
  const icons = new Map(city.kinds.map((kind) => [kind.id, iconName(kind)]))
  return assets.toReversed().map((asset) => ({
    type: 'Feature',
    geometry: point(asset.lon, asset.lat),
    properties: {
      id: asset.id,
      rank: rank(asset.state),
      symbol: symbolName(icons.get(asset.kind) ?? 'pin', asset.state),
    },
  }))
}

/** The one asset that is chosen, drawn larger and never inside a cluster. */
export function chosenFeatures(asset: MapAsset | undefined, city: City): Feature[] {
  if (!asset) return []
  const symbol = symbolName(iconName(kindOf(city, asset.kind)), asset.state)
  return [{ type: 'Feature', geometry: point(asset.lon, asset.lat), properties: { symbol } }]
}

/** Names of the units, where their labels belong; the more people live there, the earlier a name gets its room. */
export function placeFeatures(
  units: Api<'FeatureCollection'>['features'],
  places: ReadonlyMap<string, Api<'Place'>>,
  language: Language,
): Feature[] {
  return units.map(({ properties }) => {
    const place = places.get(properties.id)
    return {
      type: 'Feature',
      geometry: point(properties.label_lon, properties.label_lat),
      properties: { name: nameIn(language, place ?? properties), order: -(place?.population ?? 0) },
    }
  })
}

/** What assets in sight measure, as text under their pictures. */
export function valueFeatures(assets: readonly MapAsset[], said: (asset: MapAsset) => string): Feature[] {
  return assets.flatMap((asset) => {
    const text = said(asset)
    return text
      ? [{ type: 'Feature', geometry: point(asset.lon, asset.lat), properties: { said: text } }]
      : []
  })
}

/** Which of the assets lie within bounds. */
export function within(assets: readonly MapAsset[], [west, south, east, north]: Bounds): MapAsset[] {
  return assets.filter(({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north)
}

/** How far units reach beyond their middles, as a share of the whole city. */
const BEYOND = 0.06

/** The bounds of the city with room for what lies around the outermost middles. */
export function withRoom([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * BEYOND, (north - south) * BEYOND]
  return [west - x, south - y, east + x, north + y]
}

/** The smallest bounds around assets; `null` for none. */
export function boundsOf(assets: readonly { lon: number; lat: number }[]): Bounds | null {
  if (assets.length === 0) return null
  const bounds: Bounds = [180, 90, -180, -90]
  for (const { lon, lat } of assets) {
    bounds[0] = Math.min(bounds[0], lon)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lon)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}
