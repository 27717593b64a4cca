import { useState } from 'react'
import type { Drawing } from '../map/StudyMap'
import { type AreaUse, changed, idFrom, type LatLon, type Study } from '../study'
import { useSaid } from '../useSaid'

/** A ten-millionth of a degree is a centimetre: finer is no hand. */
const CLEAN = 1e6
const clean = ([lat, lon]: LatLon): LatLon => [
  Math.round(lat * CLEAN) / CLEAN,
  Math.round(lon * CLEAN) / CLEAN,
]

/** Draws areas on the map: which one is worked on, whether a touch adds a corner to it, and how its corners move. */
export function useDrawing(study: Study, edit: (study: Study, mark: string) => void) {
  const inEach = useSaid()
  const [chosen, setChosen] = useState('')
  const [adding, setAdding] = useState(false)
  const at = study.area.findIndex(({ id }) => id === chosen)
  const area = study.area[at]

  const put = (points: LatLon[], mark = '') =>
    edit({ ...study, area: changed(study.area, at, { points: points.map(clean) }) }, mark)
  const drawing: Drawing | null = area
    ? {
        points: area.points,
        onPick: adding ? (to) => put([...area.points, to]) : null,
        onMove: (corner, to, mark) =>
          put(
            area.points.map((one, index) => (index === corner ? to : one)),
            `${area.id} ${mark}`,
          ),
        onRemove: (corner) => put(area.points.filter((_, index) => index !== corner)),
      }
    : null
  return {
    area,
    adding: adding && area !== undefined,
    drawing,
    put,
    /** Begins a new area. */
    begin: (use: AreaUse) => {
      const id = idFrom(
        use.replace('_', '-'),
        study.area.map((one) => one.id),
        'area',
      )
      const names = inEach(`console-studies-area-${use.replace('_', '-')}`)
      edit({ ...study, area: [...study.area, { id, names, use, points: [] }] }, '')
      setChosen(id)
      setAdding(true)
    },
    choose: (id: string) => {
      setChosen(id)
      setAdding(false)
    },
    grow: () => setAdding(true),
    /** Ends the drawing; what encloses nothing by then is given up. */
    done: () => {
      setAdding(false)
      setChosen('')
      if (area && area.points.length < 3) {
        edit({ ...study, area: study.area.filter(({ id }) => id !== area.id) }, '')
      }
    },
    back: () => area && put(area.points.slice(0, -1)),
    remove: (id: string) => {
      edit({ ...study, area: study.area.filter((one) => one.id !== id) }, '')
      setChosen('')
      setAdding(false)
    },
  }
}

export type AreaDrawing = ReturnType<typeof useDrawing>
