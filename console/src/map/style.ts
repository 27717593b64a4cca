import type { FeatureCollection } from 'geojson'
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'
import { rank, STATES } from '../assets/states'
import { clusterName } from './symbols'

export type Scheme = 'light' | 'dark'

export const SOURCES = {
  territory: 'territory',
  places: 'places',
  assets: 'assets',
  values: 'values',
  chosen: 'chosen',
  marks: 'marks',
  gridLines: 'grid-lines',
  gridState: 'grid-state',
  gridSwitches: 'grid-switches',
  cameraViews: 'camera-views',
}
export const LAYERS = {
  cells: 'territory-fill',
  clusters: 'clusters',
  assets: 'assets',
  gridTouch: 'grid-touch',
  gridSwitches: 'grid-switches',
}

/** Assets that lie closer together than this, in CSS pixels, become a cluster, as far as this zoom. */
const CLUSTER_RADIUS = 46
export const CLUSTER_MAX_ZOOM = 11
/** From this zoom on, assets show their values. */
export const VALUES_FROM_ZOOM = 12
/** From this zoom on, what cameras see is large enough to be drawn: it reaches a few dozen metres. */
const VIEWS_FROM_ZOOM = 14

const INKS = {
  light: {
    ground: '#eef1ee',
    cell: '#fbfbf7',
    line: '#9db0a8',
    text: '#31403b',
    halo: '#ffffff',
    chosen: '#0f5449',
    live: '#2c7a67',
    dead: '#a3201d',
    over: '#d9730d',
  },
  dark: {
    ground: '#11191c',
    cell: '#1a2529',
    line: '#41555a',
    text: '#c9d6d3',
    halo: '#11191c',
    chosen: '#74c3b2',
    live: '#5fae9c',
    dead: '#ff7a70',
    over: '#ffae57',
  },
}

type Ink = (typeof INKS)[Scheme]

const width = (scale: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  9,
  0.6 * scale,
  15,
  near * scale,
]

/**
 * The grid's lines: dead ones dashed and thick, overloaded ones with a casing; switches hollow where open.
 * All lines are drawn as live once; what is not lies over them, so a change redraws few of them.
 */
function gridLayers(ink: Ink, scale: number): LayerSpecification[] {
  const of = (state: string): FilterSpecification => ['==', ['get', 'state'], state]
  const all = { type: 'line' as const, source: SOURCES.gridLines }
  const line = { type: 'line' as const, source: SOURCES.gridState }
  return [
    {
      ...all,
      id: LAYERS.gridTouch,
      paint: { 'line-color': ink.live, 'line-opacity': 0, 'line-width': 16 * scale },
    },
    {
      ...line,
      id: 'grid-chosen',
      filter: of('chosen'),
      paint: { 'line-color': ink.chosen, 'line-width': 14 * scale, 'line-opacity': 0.45 },
    },
    { ...all, id: 'grid-live', paint: { 'line-color': ink.live, 'line-width': width(scale, 2.5) } },
    {
      ...line,
      id: 'grid-over-casing',
      filter: of('over'),
      paint: { 'line-color': ink.over, 'line-width': width(scale, 9), 'line-opacity': 0.55 },
    },
    {
      ...line,
      id: 'grid-over',
      filter: of('over'),
      paint: { 'line-color': ink.over, 'line-width': width(scale, 3) },
    },
    {
      ...line,
      id: 'grid-dead-ground',
      filter: ['in', ['get', 'state'], ['literal', ['dead', 'guessed']]],
      paint: { 'line-color': ink.cell, 'line-width': 5 * scale },
    },
    {
      ...line,
      id: 'grid-dead',
      filter: of('dead'),
      paint: { 'line-color': ink.dead, 'line-width': 3.5 * scale, 'line-dasharray': [2, 1.2] },
    },
    {
      ...line,
      id: 'grid-guessed',
      filter: of('guessed'),
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': ink.dead, 'line-width': 3.5 * scale, 'line-dasharray': [0.1, 1.6] },
    },
    {
      id: 'grid-chosen-switch',
      type: 'circle',
      source: SOURCES.gridState,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 18 * scale, 'circle-color': ink.chosen, 'circle-opacity': 0.45 },
    },
    {
      id: LAYERS.gridSwitches,
      type: 'circle',
      source: SOURCES.gridSwitches,
      minzoom: 13,
      layout: { 'circle-sort-key': ['get', 'order'] },
      paint: {
        'circle-radius': ['case', ['get', 'moved'], 9 * scale, 6 * scale],
        'circle-color': ['case', ['get', 'closed'], ink.live, ink.cell],
        'circle-stroke-color': ['case', ['get', 'moved'], ink.dead, ink.live],
        'circle-stroke-width': 2 * scale,
      },
    },
  ]
}

/** Faces of the page itself: the style names no `glyphs`, so each letter is drawn from the fonts at hand. */
const FONT = ['Noto Sans Semibold', 'Noto Sans', 'Noto Sans CJK JP', 'Segoe UI', 'Arial']

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }
const empty = () => ({ type: 'geojson' as const, data: EMPTY })

/**
 * The map's own style: ground, cells of the territory, assets; nothing of it comes from elsewhere.
 * Borders that are only reckoned are dashed. `scale` is 1 on a desktop, more on a wall.
 */
export function mapStyle(scheme: Scheme, scale: number): StyleSpecification {
  const ink = INKS[scheme]
  const text = { 'text-color': ink.text, 'text-halo-color': ink.halo, 'text-halo-width': 1.6 * scale }
  const border = { 'line-color': ink.line, 'line-width': 1 * scale }
  const worst = [
    'match',
    ['get', 'worst'],
    ...STATES.flatMap((state) => [rank(state), clusterName(state)]),
    clusterName('passive'),
  ] as unknown as ExpressionSpecification
  return {
    version: 8,
    sources: {
      [SOURCES.territory]: empty(),
      [SOURCES.places]: empty(),
      [SOURCES.assets]: {
        ...empty(),
        cluster: true,
        clusterRadius: CLUSTER_RADIUS * scale,
        clusterMaxZoom: CLUSTER_MAX_ZOOM,
        clusterProperties: { worst: ['max', ['get', 'rank']] },
      },
      [SOURCES.values]: empty(),
      [SOURCES.chosen]: empty(),
      [SOURCES.marks]: empty(),
      [SOURCES.gridLines]: empty(),
      [SOURCES.gridState]: empty(),
      [SOURCES.gridSwitches]: empty(),
      [SOURCES.cameraViews]: empty(),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': ink.ground } },
      { id: LAYERS.cells, type: 'fill', source: SOURCES.territory, paint: { 'fill-color': ink.cell } },
      {
        id: 'territory-line',
        type: 'line',
        source: SOURCES.territory,
        filter: ['!', ['get', 'approximate']],
        paint: border,
      },
      {
        id: 'territory-line-approximate',
        type: 'line',
        source: SOURCES.territory,
        filter: ['get', 'approximate'],
        paint: { ...border, 'line-dasharray': [3, 2] },
      },
      {
        id: 'territory-chosen',
        type: 'line',
        source: SOURCES.territory,
        filter: ['==', ['get', 'id'], ''],
        paint: { 'line-color': ink.chosen, 'line-width': 3 * scale },
      },
      {
        id: 'camera-view',
        type: 'fill',
        source: SOURCES.cameraViews,
        minzoom: VIEWS_FROM_ZOOM,
        paint: { 'fill-color': ink.chosen, 'fill-opacity': 0.18 },
      },
      {
        id: 'camera-view-rim',
        type: 'line',
        source: SOURCES.cameraViews,
        minzoom: VIEWS_FROM_ZOOM,
        paint: { 'line-color': ink.chosen, 'line-width': 1.5 * scale, 'line-dasharray': [3, 1.5] },
      },
      ...gridLayers(ink, scale),
      {
        id: 'place-names',
        type: 'symbol',
        source: SOURCES.places,
        layout: {
          'text-field': ['get', 'name'],
          'text-font': FONT,
          'text-size': ['interpolate', ['linear'], ['zoom'], 9, 11 * scale, 13, 15 * scale],
          'text-max-width': 8,
          'symbol-sort-key': ['get', 'order'],
        },
        paint: { ...text, 'text-opacity': 0.85 },
      },
      {
        id: LAYERS.clusters,
        type: 'symbol',
        source: SOURCES.assets,
        filter: ['has', 'point_count'],
        layout: {
          'icon-image': worst,
          'icon-allow-overlap': true,
          'text-field': ['to-string', ['get', 'point_count']],
          'text-font': FONT,
          'text-size': 13 * scale,
          'text-allow-overlap': true,
          'symbol-sort-key': ['get', 'worst'],
        },
        paint: { 'text-color': ink.text },
      },
      {
        id: 'chosen-halo',
        type: 'circle',
        source: SOURCES.chosen,
        paint: {
          'circle-radius': 24 * scale,
          'circle-color': ink.chosen,
          'circle-opacity': 0.22,
          'circle-stroke-color': ink.chosen,
          'circle-stroke-width': 3 * scale,
        },
      },
      {
        // Beside the halo, on whichever side there is room; the first of the order have it first.
        id: 'mark-words',
        type: 'symbol',
        source: SOURCES.marks,
        layout: {
          'text-field': ['get', 'said'],
          'text-font': FONT,
          'text-size': 15 * scale,
          'text-variable-anchor': ['left', 'right', 'bottom', 'top'],
          'text-radial-offset': 1.9,
          'text-justify': 'auto',
          'symbol-sort-key': ['get', 'order'],
        },
        paint: { ...text, 'text-halo-width': 2.4 * scale },
      },
      {
        id: LAYERS.assets,
        type: 'symbol',
        source: SOURCES.assets,
        filter: ['!', ['has', 'point_count']],
        layout: {
          'icon-image': ['get', 'symbol'],
          'icon-allow-overlap': true,
          'symbol-sort-key': ['get', 'rank'],
          'symbol-z-order': 'source',
        },
      },
      {
        id: 'chosen-symbol',
        type: 'symbol',
        source: SOURCES.chosen,
        layout: { 'icon-image': ['get', 'symbol'], 'icon-allow-overlap': true, 'icon-size': 1.15 },
      },
      {
        id: 'asset-values',
        type: 'symbol',
        source: SOURCES.values,
        minzoom: VALUES_FROM_ZOOM,
        layout: {
          'text-field': ['get', 'said'],
          'text-font': FONT,
          'text-size': 12 * scale,
          'text-anchor': 'top',
          'text-offset': [0, 1.45],
          'text-optional': true,
        },
        paint: text,
      },
    ],
  }
}
