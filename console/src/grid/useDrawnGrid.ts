import { useEffect } from 'react'
import type { Api } from '../api/types'
import type { MapController } from '../map/controller'
import { SOURCES } from '../map/style'
import { chosenFeatures, lineFeatures, stateFeatures, switchFeatures } from './lines'

/** Draws the grid on a map as it is in a state; while that is not known nothing of it is drawn. What is touched is marked. */
export function useDrawnGrid(
  map: MapController | null,
  known: Api<'GridMap'> | undefined,
  state: Api<'GridState'> | undefined,
  chosen: string,
): void {
  const grid = state && known
  useEffect(() => map?.show(SOURCES.gridLines, grid ? lineFeatures(grid) : []), [map, grid])
  // The answer is a new one every few seconds; what is drawn changes only with these.
  const lines = JSON.stringify([state?.dead, state?.estimated, state?.overloaded])
  const switches = JSON.stringify(state?.moved)
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when what is drawn changes
  useEffect(() => {
    const drawn = grid ? [...stateFeatures(grid, state), ...chosenFeatures(grid, chosen)] : []
    map?.show(SOURCES.gridState, drawn)
  }, [map, grid, lines, chosen])
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when what is drawn changes
  useEffect(
    () => map?.show(SOURCES.gridSwitches, grid ? switchFeatures(grid, state) : []),
    [map, grid, switches],
  )
}
