import type { AssetState } from '../api/types'

/** Every state of an asset, the worst first: the order of lists, and what a cluster takes from its members. */
export const STATES: readonly AssetState[] = [
  'alarm',
  'warning',
  'faulty',
  'silent',
  'unheard',
  'ok',
  'passive',
]

/** How bad a state is: 6 is the worst. */
export function rank(state: AssetState): number {
  return STATES.length - 1 - STATES.indexOf(state)
}

/** How a state is drawn, on the map and off it: an outline of its own in a box of 24, so that colour only repeats it. */
export interface Look {
  /** Outline, as the path data of SVG. */
  path: string
  fill: string
  /** Colour of what is drawn upon `fill`. */
  ink: string
  /** Only the outline is drawn, in dashes of these lengths. */
  dash?: readonly [number, number]
  /** Where the picture of the kind stands inside, and how large it is. */
  glyph: { x: number; y: number; size: number }
}

const CIRCLE = 'M12 1.5a10.5 10.5 0 1 1 0 21a10.5 10.5 0 1 1 0 -21z'
const MIDDLE = { x: 12, y: 12, size: 13 }

export const LOOKS: Record<AssetState, Look> = {
  alarm: {
    path: 'M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z',
    fill: '#c8102e',
    ink: '#ffffff',
    glyph: MIDDLE,
  },
  warning: {
    path: 'M12 0.8c.8 0 1.5.4 1.9 1.1l9.4 17.4c.8 1.5-.3 3.4-2 3.4H2.7c-1.7 0-2.8-1.9-2-3.4L10.1 1.9c.4-.7 1.1-1.1 1.9-1.1z',
    fill: '#ffb000',
    ink: '#1a1300',
    glyph: { x: 12, y: 15, size: 10.5 },
  },
  faulty: {
    path: 'M12 0.3L23.7 12L12 23.7L0.3 12z',
    fill: '#7b3fc4',
    ink: '#ffffff',
    glyph: { x: 12, y: 12, size: 11 },
  },
  silent: { path: CIRCLE, fill: '#4a5560', ink: '#4a5560', dash: [4.2, 2.4], glyph: MIDDLE },
  unheard: { path: CIRCLE, fill: '#6c7782', ink: '#6c7782', dash: [1.2, 2.1], glyph: MIDDLE },
  ok: { path: CIRCLE, fill: '#1a7f5a', ink: '#ffffff', glyph: MIDDLE },
  passive: {
    path: 'M5 1.5h14a3.5 3.5 0 0 1 3.5 3.5v14a3.5 3.5 0 0 1-3.5 3.5H5a3.5 3.5 0 0 1-3.5-3.5V5a3.5 3.5 0 0 1 3.5-3.5z',
    fill: '#3d659e',
    ink: '#ffffff',
    glyph: MIDDLE,
  },
}
