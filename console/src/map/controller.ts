import type { Feature, FeatureCollection, Point } from 'geojson'
import {
  type GeoJSONSource,
  type LngLatLike,
  Map as MapLibre,
  type MapMouseEvent,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { LAYERS, mapStyle, type Scheme, SOURCES } from './style'
import { symbols } from './symbols'
import { around, distanceTo, nearest } from './touch'

setWorkerUrl(workerUrl)

const CHOSEN_ZOOM = 13
/** Room around what is fitted in; the states stand along the upper edge. */
const PADDING = { top: 112, right: 32, bottom: 48, left: 32 }
/** The same around marks: their halos and words, and the buttons at the right edge. */
export const MARKS_PADDING = { top: 56, right: 144, bottom: 56, left: 72 }

export interface Camera {
  center: LngLatLike
  zoom: number
}

export type Bounds = [west: number, south: number, east: number, north: number]

export interface Events {
  chooseAsset: (id: string) => void
  choosePlace: (id: string) => void
  /** Where a point is to be given: called with the point that is touched, in place of the two above. */
  pick?: (lon: number, lat: number) => void
  /** A switch or a line of the grid is touched, where the map shows them. */
  chooseSwitch?: (id: string) => void
  chooseLine?: (id: string) => void
  /** The map shows another part of the city, or will at once. */
  moved: () => void
}

export interface Options {
  container: HTMLElement
  scheme: Scheme
  scale: number
  bounds: Bounds
  camera: Camera | null
  events: Events
  /** What the map calls itself to a screen reader. */
  title: string
}

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

/** The map on the page: takes what it shows as GeoJSON and says what is touched. React stays out of it. */
export class MapController {
  readonly #map: MapLibre
  readonly #events: Events
  readonly #waiting = new Map<string, FeatureCollection>()
  #place = ''
  #loaded = false

  constructor({ container, scheme, scale, bounds, camera, events, title }: Options) {
    this.#events = events
    this.#map = new MapLibre({
      container,
      style: mapStyle(scheme, scale),
      ...(camera ?? { bounds, fitBoundsOptions: { padding: PADDING } }),
      minZoom: 6,
      maxZoom: 18,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      locale: { 'Map.Title': title },
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.keyboard.disableRotation()
    this.#map.on('load', () => {
      for (const [name, data, pixelRatio] of symbols(scheme, scale))
        this.#map.addImage(name, data, { pixelRatio })
      this.#loaded = true
      for (const [source, data] of this.#waiting) this.#set(source, data)
      this.#waiting.clear()
      this.outlinePlace(this.#place)
      events.moved()
    })
    this.#map.on('click', (event) => void this.#touch(event))
    this.#map.on('mousemove', (event) => {
      this.#map.getCanvas().style.cursor = this.#touched(event) ? 'pointer' : ''
    })
    this.#map.on('moveend', () => events.moved())
  }

  remove(): void {
    this.#map.remove()
  }

  get camera(): Camera {
    return { center: this.#map.getCenter(), zoom: this.#map.getZoom() }
  }

  get zoom(): number {
    return this.#map.getZoom()
  }

  get bounds(): Bounds {
    const [[west, south], [east, north]] = this.#map.getBounds().toArray()
    return [west, south, east, north]
  }

  show(source: string, features: Feature[]): void {
    const data = collection(features)
    if (this.#loaded) this.#set(source, data)
    else this.#waiting.set(source, data)
  }

  /** Outlines one place; "" none. */
  outlinePlace(id: string): void {
    this.#place = id
    if (this.#loaded) this.#map.setFilter('territory-chosen', ['==', ['get', 'id'], id])
  }

  resize(): void {
    this.#map.resize()
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps })
  }

  /** Brings bounds into sight, no nearer than `nearest`, with room around them in pixels. */
  fit(bounds: Bounds, nearest = CHOSEN_ZOOM, padding = PADDING): void {
    this.#map.fitBounds(bounds, { padding, maxZoom: nearest })
  }

  /** Brings a point into sight, nearer where the map stands far off; leaves the map alone where it is well in sight. */
  reveal(lon: number, lat: number): void {
    const [west, south, east, north] = this.bounds
    const [marginX, marginY] = [(east - west) * 0.08, (north - south) * 0.08]
    const inSight =
      lon > west + marginX && lon < east - marginX && lat > south + marginY && lat < north - marginY
    if (inSight && this.zoom >= CHOSEN_ZOOM - 1) return
    this.#map.easeTo({ center: [lon, lat], zoom: Math.max(this.zoom, CHOSEN_ZOOM) })
  }

  #set(source: string, data: FeatureCollection): void {
    void this.#map.getSource<GeoJSONSource>(source)?.setData(data)
  }

  /** The asset or cluster nearest to a touch, within a finger's reach. */
  #touched({ point }: MapMouseEvent) {
    if (!this.#loaded) return undefined
    const features = this.#map.queryRenderedFeatures(around(point), {
      layers: [LAYERS.assets, LAYERS.clusters],
    })
    const distance = (feature: (typeof features)[number]) => {
      const [lon = 0, lat = 0] = (feature.geometry as Point).coordinates
      const there = this.#map.project([lon, lat])
      return Math.hypot(there.x - point.x, there.y - point.y)
    }
    return nearest(features, distance)
  }

  /** Says which switch, else which line of the grid lies nearest to a touch; whether there was one. */
  #touchGrid({ point }: MapMouseEvent): boolean {
    const { chooseSwitch, chooseLine } = this.#events
    if (!this.#loaded || !chooseSwitch || !chooseLine) return false
    const distance = ({ geometry }: Feature) => {
      if (geometry.type !== 'Point' && geometry.type !== 'LineString') return Number.POSITIVE_INFINITY
      const path = geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates
      return distanceTo(
        point,
        path.map(([lon = 0, lat = 0]) => this.#map.project([lon, lat])),
      )
    }
    for (const [layer, choose] of [
      [LAYERS.gridSwitches, chooseSwitch],
      [LAYERS.gridTouch, chooseLine],
    ] as const) {
      const features = this.#map.queryRenderedFeatures(around(point), { layers: [layer] })
      features.sort((a, b) => Number(b.properties.order ?? 0) - Number(a.properties.order ?? 0))
      const found = nearest(features, distance)
      if (found) {
        choose(String(found.properties.id))
        return true
      }
    }
    return false
  }

  async #touch(event: MapMouseEvent): Promise<void> {
    if (this.#events.pick) return this.#events.pick(event.lngLat.lng, event.lngLat.lat)
    const feature = this.#touched(event)
    if (!feature && this.#touchGrid(event)) return
    if (!feature) {
      const cell = this.#loaded && this.#map.queryRenderedFeatures(event.point, { layers: [LAYERS.cells] })[0]
      if (cell) this.#events.choosePlace(String(cell.properties.id))
      return
    }
    if (feature.layer.id === LAYERS.assets) return this.#events.chooseAsset(String(feature.properties.id))
    const source = this.#map.getSource<GeoJSONSource>(SOURCES.assets)
    if (!source) return
    const zoom = await source.getClusterExpansionZoom(Number(feature.properties.cluster_id))
    const [lon = 0, lat = 0] = (feature.geometry as Point).coordinates
    this.#map.easeTo({ center: [lon, lat], zoom })
  }
}
