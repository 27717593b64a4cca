import type { Feature, Point } from 'geojson'
import { type GeoJSONSource, Map as MapLibre, type MapMouseEvent, Marker, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Bounds, Camera } from '../../map/controller'
import type { Scheme } from '../../map/style'
import { around, nearest } from '../../map/touch'
import type { LatLon } from '../study'
import { SPOTS, studyStyle } from './layers'
import { spotSymbols } from './symbols'

setWorkerUrl(workerUrl)

const NEAREST_ZOOM = 13
const PADDING = { top: 96, right: 72, bottom: 64, left: 32 }
/** Step of an arrow key, as a share of the map's height; with Shift finer. */
const STEP = 0.02
const FINE = 0.004

export interface Events {
  /** A site is touched; "" where none is. */
  choose: (site: string) => void
  /** Where something is drawn: the point that is touched, in place of the sites. */
  pick: ((at: LatLon) => void) | null
  /** The map moves by a hand, not by another map. */
  moving: () => void
}

export interface Options {
  container: HTMLElement
  scheme: Scheme
  scale: number
  bounds: Bounds
  camera: Camera | null
  events: () => Events
  /** What the map calls itself to a screen reader. */
  title: string
}

/** The corners of an area that can be taken hold of. */
export interface Handles {
  points: readonly LatLon[]
  /** A corner is moved; all moves of one gesture have the same mark. */
  onMove: (at: number, to: LatLon, mark: string) => void
  onRemove: (at: number) => void
  /** What a corner calls itself to a screen reader. */
  said: (at: number) => string
  className: string
}

/** A study's map: takes what it shows as GeoJSON and says what is touched, drawn and dragged. React stays out of it. */
export class StudyMapController {
  readonly #map: MapLibre
  readonly #waiting = new Map<string, Feature[]>()
  #markers: Marker[] = []
  #handles: Handles | null = null
  #gesture = 0
  #dragged = -1
  #led = false
  #loaded = false

  constructor({ container, scheme, scale, bounds, camera, events, title }: Options) {
    this.#map = new MapLibre({
      container,
      style: studyStyle(scheme, scale),
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
      for (const [name, data, pixelRatio] of spotSymbols(scheme, scale))
        this.#map.addImage(name, data, { pixelRatio })
      this.#loaded = true
      for (const [source, features] of this.#waiting) this.show(source, features)
      this.#waiting.clear()
    })
    this.#map.on('click', (event) => {
      // A corner that is let go is no touch of the map below it.
      if (event.originalEvent.target !== this.#map.getCanvas()) return
      const { pick, choose } = events()
      if (pick) pick([event.lngLat.lat, event.lngLat.lng])
      else choose(this.#touched(event))
    })
    this.#map.on('mousemove', (event) => {
      const { pick } = events()
      this.#map.getCanvas().style.cursor = pick ? 'crosshair' : this.#touched(event) ? 'pointer' : ''
    })
    this.#map.on('move', () => {
      // Nor while it is being made: then it stands where it stands by itself.
      if (!this.#led && this.#loaded) events().moving()
    })
  }

  remove(): void {
    this.#map.remove()
  }

  get camera(): Camera {
    return { center: this.#map.getCenter(), zoom: this.#map.getZoom() }
  }

  show(source: string, features: Feature[]): void {
    if (!this.#loaded) this.#waiting.set(source, features)
    else void this.#map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features })
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps })
  }

  /** Brings bounds into sight. */
  fit(bounds: Bounds): void {
    this.#map.fitBounds(bounds, { padding: PADDING, maxZoom: NEAREST_ZOOM })
  }

  /** Brings a point into sight where it is not. */
  reveal([lat, lon]: LatLon): void {
    if (!this.#map.getBounds().contains([lon, lat])) this.#map.easeTo({ center: [lon, lat] })
  }

  /** Shows what another map shows. */
  follow(camera: Camera): void {
    this.#led = true
    this.#map.jumpTo(camera)
    this.#led = false
  }

  /** Lets the corners of an area be dragged, and moved and taken away by keys; `null`: nothing is taken hold of. */
  hold(handles: Handles | null): void {
    this.#handles = handles
    const points = handles?.points ?? []
    while (this.#markers.length > points.length) this.#markers.pop()?.remove()
    points.forEach(([lat, lon], at) => {
      const marker = this.#markers[at] ?? this.#newMarker(at, [lat, lon])
      // Who drags a corner knows better where it is.
      if (at !== this.#dragged) marker.setLngLat([lon, lat])
      const element = marker.getElement()
      element.className = `${handles?.className ?? ''} maplibregl-marker maplibregl-marker-anchor-center`
      element.setAttribute('aria-label', handles?.said(at) ?? '')
    })
  }

  #newMarker(at: number, [lat, lon]: LatLon): Marker {
    const element = document.createElement('button')
    element.type = 'button'
    element.dataset.corner = String(at)
    const marker = new Marker({ element, draggable: true }).setLngLat([lon, lat]).addTo(this.#map)
    marker.on('dragstart', () => {
      this.#gesture += 1
      this.#dragged = at
    })
    marker.on('drag', () => {
      const { lat: y, lng: x } = marker.getLngLat()
      this.#handles?.onMove(at, [y, x], `corner-${this.#gesture}`)
    })
    marker.on('dragend', () => {
      this.#dragged = -1
    })
    element.addEventListener('keydown', (event) => this.#onKey(event, at))
    this.#markers.push(marker)
    return marker
  }

  #onKey(event: KeyboardEvent, at: number): void {
    const by = (event.shiftKey ? FINE : STEP) * this.#map.getCanvas().clientHeight
    const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key]
    const here = this.#handles?.points[at]
    if (way && here) {
      const { x, y } = this.#map.project([here[1], here[0]])
      const { lat, lng } = this.#map.unproject([x + (way[0] ?? 0), y + (way[1] ?? 0)])
      this.#handles?.onMove(at, [lat, lng], `keys-${at}`)
    } else if (event.key === 'Delete' || event.key === 'Backspace') this.#handles?.onRemove(at)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The site nearest to a touch, within a finger's reach. */
  #touched({ point }: MapMouseEvent): string {
    if (!this.#loaded) return ''
    const features = this.#map.queryRenderedFeatures(around(point), { layers: [SPOTS] })
    const found = nearest(features, ({ geometry }) => {
      const [lon = 0, lat = 0] = (geometry as Point).coordinates
      const there = this.#map.project([lon, lat])
      return Math.hypot(there.x - point.x, there.y - point.y)
    })
    return found ? String(found.properties.site) : ''
  }
}
