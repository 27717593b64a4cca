import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { mapStyle, type Scheme } from '../../map/style'

export const SOURCES = {
  demand: 'study-demand',
  reach: 'study-reach',
  areas: 'study-areas',
  drawing: 'study-drawing',
  spots: 'study-spots',
}
/** What can be touched. */
export const SPOTS = 'study-spots'

/** From this zoom on the sites have their numbers of the table. */
const NUMBERS_FROM_ZOOM = 11

const INKS = {
  light: {
    asked: '#5b6770',
    reached: '#2c7fb8',
    reach: '#0f5449',
    text: '#ffffff',
    sites: '#2f6f1f',
    keep_out: '#a3201d',
    demand: '#6a2fb5',
  },
  dark: {
    asked: '#aeb9c0',
    reached: '#62b0e8',
    reach: '#74c3b2',
    text: '#0b1d1a',
    sites: '#8fd67b',
    keep_out: '#ff8a80',
    demand: '#c9a6ff',
  },
}

/** The city's map with what a study shows on it: demand below, then reach and areas, the sites on top. */
export function studyStyle(scheme: Scheme, scale: number): StyleSpecification {
  const style = mapStyle(scheme, scale)
  const empty = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } }
  const names = style.layers.findIndex(({ id }) => id === 'place-names')
  return {
    ...style,
    sources: {
      ...style.sources,
      ...Object.fromEntries(Object.values(SOURCES).map((source) => [source, empty])),
    },
    layers: [
      ...style.layers.slice(0, names),
      ...below(scheme, scale),
      ...style.layers.slice(names),
      ...above(scheme, scale),
    ],
  }
}

function below(scheme: Scheme, scale: number): LayerSpecification[] {
  const ink = INKS[scheme]
  const byUse = [
    'match',
    ['get', 'use'],
    'sites',
    ink.sites,
    'keep_out',
    ink.keep_out,
    ink.demand,
  ] as unknown as ExpressionSpecification
  const radius = (name: string): ExpressionSpecification => ['*', ['get', name], scale]
  return [
    {
      id: 'study-demand',
      type: 'circle',
      source: SOURCES.demand,
      paint: {
        'circle-radius': radius('asked'),
        'circle-color': ink.asked,
        'circle-opacity': 0.12,
        'circle-stroke-color': ink.asked,
        'circle-stroke-width': 1.25 * scale,
      },
    },
    {
      id: 'study-demand-reached',
      type: 'circle',
      source: SOURCES.demand,
      paint: { 'circle-radius': radius('reached'), 'circle-color': ink.reached, 'circle-opacity': 0.45 },
    },
    {
      id: 'study-area-fill',
      type: 'fill',
      source: SOURCES.areas,
      paint: { 'fill-color': byUse, 'fill-opacity': 0.14 },
    },
    ...(['sites', 'keep_out', 'demand'] as const).map(
      (use, at): LayerSpecification => ({
        id: `study-area-${use}`,
        type: 'line',
        source: SOURCES.areas,
        filter: ['==', ['get', 'use'], use],
        paint: {
          'line-color': byUse,
          'line-width': ['case', ['get', 'chosen'], 4 * scale, 2 * scale],
          'line-dasharray': [
            [1, 0],
            [1, 1],
            [4, 2],
          ][at] ?? [1, 0],
        },
      }),
    ),
    {
      id: 'study-drawing',
      type: 'line',
      source: SOURCES.drawing,
      paint: { 'line-color': ink.reach, 'line-width': 3 * scale },
    },
    {
      id: 'study-reach',
      type: 'fill',
      source: SOURCES.reach,
      paint: { 'fill-color': ink.reach, 'fill-opacity': 0.16 },
    },
    {
      id: 'study-reach-rim',
      type: 'line',
      source: SOURCES.reach,
      paint: { 'line-color': ink.reach, 'line-width': 1.25 * scale, 'line-opacity': 0.8 },
    },
  ]
}

function above(scheme: Scheme, scale: number): LayerSpecification[] {
  return [
    {
      id: SPOTS,
      type: 'symbol',
      source: SOURCES.spots,
      layout: {
        'icon-image': ['get', 'symbol'],
        'icon-allow-overlap': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 12, 1],
        // From afar the numbers would lie over one another; there the table has them.
        'text-field': ['step', ['zoom'], '', NUMBERS_FROM_ZOOM, ['get', 'said']],
        'text-font': ['Noto Sans', 'Arial'],
        'text-size': 11 * scale,
        'text-optional': true,
        'symbol-sort-key': ['get', 'order'],
        'symbol-z-order': 'source',
      },
      paint: { 'text-color': INKS[scheme].text },
    },
  ]
}
