import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Problem } from '../api/problem'
import type { Api } from '../api/types'
import { useMay } from '../app/session'
import type { MapController } from '../map/controller'
import { gridMapQuery, gridQuery, gridStateQuery } from './queries'
import { useDrawnGrid } from './useDrawnGrid'

const KEPT_AT = 'luylau.grid-layer'
const AGAIN_MS = 3_000

/** The grid as a layer of the city's map. */
export interface GridLayer {
  /** Whether there is a grid that the person may see. */
  offered: boolean
  shown: boolean
  toggle: () => void
  grid: Api<'GridMap'> | undefined
  state: Api<'GridState'> | undefined
  /** Why it cannot be shown, or not as it is now. */
  error: unknown
  /** The line or switch that was touched; "" none. */
  chosen: string
  choose: (id: string) => void
}

/** Draws the grid on the city's map where a person wants it there, and keeps whether they do. */
export function useGridLayer(map: MapController | null): GridLayer {
  const may = useMay('grid.read')
  const [wanted, setWanted] = useLocalStorage({
    key: KEPT_AT,
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [chosen, setChosen] = useState('')
  const { data: info } = useQuery({
    ...gridQuery,
    enabled: may,
    // A grid that is still being read is there in a moment.
    refetchInterval: ({ state: { error } }) =>
      error instanceof Problem && error.key === 'grid-not-ready' ? AGAIN_MS : false,
  })
  const shown = may && wanted && info !== undefined
  const drawn = useQuery({ ...gridMapQuery, enabled: shown })
  const now = useQuery({ ...gridStateQuery, enabled: shown })
  const grid = shown ? drawn.data : undefined
  const state = shown ? now.data : undefined
  useDrawnGrid(map, grid, state, chosen)
  const toggle = useCallback(() => {
    setChosen('')
    setWanted((was) => !was)
  }, [setWanted])
  return {
    offered: info !== undefined,
    shown,
    toggle,
    grid,
    state,
    error: drawn.error ?? now.error,
    chosen,
    choose: setChosen,
  }
}
