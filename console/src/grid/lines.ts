import type { Feature, LineString } from 'geojson'
import type { Api } from '../api/types'

/** `guessed`: dead, though no switch tells of it. */
export type LineState = 'live' | 'dead' | 'guessed' | 'over'

export type Place = [lon: number, lat: number]

type SwitchKind = Api<'MapSwitches'>['kind'][number]
type State = Pick<Api<'GridState'>, 'dead' | 'estimated' | 'overloaded' | 'moved'>

function lineOf({ points }: Api<'MapLines'>, row: number): LineString {
  const [lon = 0, lat = 0, toLon = 0, toLat = 0] = points.slice(4 * row, 4 * row + 4)
  return {
    type: 'LineString',
    coordinates: [
      [lon, lat],
      [toLon, toLat],
    ],
  }
}

/** All lines of the grid; they change only with it. */
export function lineFeatures({ lines }: Api<'GridMap'>): Feature[] {
  return lines.id.map((id, row) => ({
    type: 'Feature',
    geometry: lineOf(lines, row),
    properties: { id },
  }))
}

/** The lines that are dead or overloaded, to be drawn over all others; a line that is both is dead. */
export function stateFeatures({ lines }: Api<'GridMap'>, state: State | undefined): Feature[] {
  const states = new Map<number, LineState>()
  for (const row of state?.overloaded ?? []) states.set(row, 'over')
  for (const row of state?.dead ?? []) states.set(row, 'dead')
  for (const row of state?.estimated ?? []) states.set(row, 'guessed')
  return [...states]
    .filter(([row]) => row < lines.id.length)
    .map(([row, said]) => ({
      type: 'Feature',
      geometry: lineOf(lines, row),
      properties: { id: lines.id[row], state: said },
    }))
}

/** Where several switches stand at one spot, the later of these lies on top and is the one that is touched. */
const BELOW_TO_TOP: readonly SwitchKind[] = [
  'fuse',
  'disconnector',
  'load_break',
  'recloser',
  'breaker',
  'tie',
]

/** Switches outside substations, closed or open as they are in a state; what has moved lies on top, then what is open. */
export function switchFeatures({ switches }: Api<'GridMap'>, state: State | undefined): Feature[] {
  const ids = new Set(state?.moved)
  return switches.id.map((id, row) => {
    const moved = ids.has(id)
    const closed = moved !== switches.normally_closed[row]
    const order =
      (moved ? 20 : 0) + (closed ? 0 : 10) + BELOW_TO_TOP.indexOf(switches.kind[row] ?? 'disconnector')
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [switches.lon[row] ?? 0, switches.lat[row] ?? 0] },
      properties: { id, closed, moved, order },
    }
  })
}

/** The element that is touched, to be drawn marked; nothing for one that is not drawn. */
export function chosenFeatures(grid: Api<'GridMap'>, id: string): Feature[] {
  const place = placeOf(grid, id)
  if (!place) return []
  const row = grid.lines.id.indexOf(id)
  return [
    {
      type: 'Feature',
      geometry: row < 0 ? { type: 'Point', coordinates: place } : lineOf(grid.lines, row),
      properties: { id, state: 'chosen' },
    },
  ]
}

/** Where an element lies: a switch, or the middle of a line; `null` for one that is not drawn. */
export function placeOf({ lines, switches }: Api<'GridMap'>, id: string): Place | null {
  const at = switches.id.indexOf(id)
  if (at >= 0) return [switches.lon[at] ?? 0, switches.lat[at] ?? 0]
  const row = lines.id.indexOf(id)
  if (row < 0) return null
  const [lon = 0, lat = 0, toLon = 0, toLat = 0] = lines.points.slice(4 * row, 4 * row + 4)
  return [(lon + toLon) / 2, (lat + toLat) / 2]
}

/** Where a feeder's first line lies, for what stands in its substation and is not drawn; `null` where it has none. */
export function placeOfFeeder({ lines, feeders }: Api<'GridMap'>, feeder: string): Place | null {
  const own = feeders.id.indexOf(feeder)
  const row = own < 0 ? -1 : lines.feeder.indexOf(own)
  if (row < 0) return null
  const [lon = 0, lat = 0] = lines.points.slice(4 * row, 4 * row + 2)
  return [lon, lat]
}

/** What a card says of an element that is drawn. */
export type Drawn =
  | {
      what: 'line'
      id: string
      overhead: boolean
      state: LineState
      /** Its feeder in the normal state; `null` where none. */
      feeder: { id: string; name: string } | null
    }
  | {
      what: 'switch'
      id: string
      kind: SwitchKind
      closed: boolean
      moved: boolean
      remote: boolean
    }

function lineState(state: State | undefined, row: number): LineState {
  if (state?.estimated.includes(row)) return 'guessed'
  if (state?.dead.includes(row)) return 'dead'
  return state?.overloaded.includes(row) ? 'over' : 'live'
}

/** Finds an element by its id, as it is in a state; `null` for one that is not drawn. */
export function drawnElement(grid: Api<'GridMap'>, state: State | undefined, id: string): Drawn | null {
  const { lines, switches, feeders } = grid
  const at = switches.id.indexOf(id)
  if (at >= 0) {
    const moved = state?.moved.includes(id) ?? false
    return {
      what: 'switch',
      id,
      kind: switches.kind[at] ?? 'disconnector',
      closed: moved !== (switches.normally_closed[at] ?? true),
      moved,
      remote: switches.remote[at] ?? false,
    }
  }
  const row = lines.id.indexOf(id)
  if (row < 0) return null
  const own = lines.feeder[row] ?? -1
  const feeder = feeders.id[own]
  return {
    what: 'line',
    id,
    overhead: lines.overhead[row] ?? true,
    state: lineState(state, row),
    feeder: feeder === undefined ? null : { id: feeder, name: feeders.name[own] || feeder },
  }
}

/**
 * The outage that no switch tells of and that an element hangs on, as far as that is plain: its own, or of a line
 * that is dead by them the only one on its feeder.
 */
export function guessedOutage(outages: readonly Api<'Outage'>[], element: Drawn): Api<'Outage'> | undefined {
  const guessed = outages.filter(({ estimate }) => estimate !== null)
  const own = guessed.find((one) => one.element === element.id)
  if (own || element.what !== 'line' || element.state !== 'guessed') return own
  const beside = guessed.filter(({ feeder }) => feeder === element.feeder?.id)
  return beside.length === 1 ? beside[0] : undefined
}
