import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Api } from '../api/types'
import { useMay } from '../app/session'
import { requestAt, type Stepping } from './checklist'
import { type Moves, movedTo, NO_MOVES, requestOf, withMove } from './moves'
import { gridStateQuery, whatIfQuery } from './queries'

const OUT = 'out'

/** What is tried in a simulation, from the present state or, by the page's address, with an element out of service. */
export function useSimulation(grid: Api<'GridMap'>) {
  const may = useMay('grid.simulate')
  const [search, setSearch] = useSearchParams()
  const asked = may ? search.get(OUT) : null
  const [on, setOn] = useState(asked !== null)
  const [moves, setMoves] = useState<Moves>(
    asked === null ? NO_MOVES : withMove(NO_MOVES, { what: 'out', id: asked }),
  )
  const [stepping, setStepping] = useState<Stepping | null>(null)
  const now = useQuery(gridStateQuery)
  const request = useMemo(() => requestOf(moves), [moves])
  const query = useQuery({
    ...whatIfQuery(requestAt(request, stepping)),
    enabled: on,
    placeholderData: (last) => last ?? now.data,
  })

  const change = (next: Moves) => {
    setMoves(next)
    setStepping(null)
  }
  return {
    on,
    asked,
    moves,
    request,
    query,
    stepping,
    step: setStepping,
    change,
    /** Begins a simulation of the present state, or leaves it. */
    turn: (next: boolean) => {
      setOn(next)
      change(NO_MOVES)
      setSearch({}, { replace: true })
    },
    /** Opens a switch that is closed in the simulation, and the other way round. */
    moveSwitch: (id: string) => {
      const row = grid.switches.id.indexOf(id)
      if (row < 0) return
      const normally = grid.switches.normally_closed[row] ?? true
      const closed = movedTo(moves, id) ?? (now.data?.moved.includes(id) ?? false) !== normally
      change(withMove(moves, { what: 'switch', id, closed: !closed }))
    },
    takeOut: (id: string) => {
      if (!request.out.includes(id)) change(withMove(moves, { what: 'out', id }))
    },
  }
}
