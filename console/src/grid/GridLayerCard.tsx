import { useCallback } from 'react'
import { ElementCard } from './ElementCard'
import classes from './GridLegend.module.css'
import { drawnElement, guessedOutage } from './lines'
import type { GridLayer } from './useGridLayer'

/** The line or switch that was touched on the grid's layer of a map. */
export function GridLayerCard({ layer: { grid, state, chosen, choose } }: { layer: GridLayer }) {
  const close = useCallback(() => choose(''), [choose])
  const element = grid && state && chosen ? drawnElement(grid, state, chosen) : null
  if (!element) return null
  return (
    <div className={classes.card}>
      <ElementCard element={element} outage={guessedOutage(state?.outages ?? [], element)} onClose={close} />
    </div>
  )
}
