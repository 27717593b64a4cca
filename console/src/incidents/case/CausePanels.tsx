import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { useMay } from '../../app/session'
import { nextStep, type Stepping } from '../../grid/checklist'
import { gridMapQuery } from '../../grid/queries'
import { Cause } from './Cause'
import { CauseMap, type Pointed } from './CauseMap'
import { Consequence } from './Consequence'
import { Plan } from './Plan'

/** What failed, who is hit and what to do: of a case that is one cause. */
export function CausePanels({ cause }: { cause: Api<'Cause'> }) {
  const mayGrid = useMay('grid.read')
  const maySimulate = useMay('grid.simulate')
  const { data: grid } = useQuery({ ...gridMapQuery, enabled: mayGrid })
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const step = (stepping: Stepping | null) => {
    const to = stepping && (nextStep(stepping) ?? stepping.plan.steps.at(-1))
    if (to && to.lon !== null && to.lat !== null) setPointed({ id: to.switch, at: [to.lon, to.lat] })
  }
  return (
    <>
      <Cause
        cause={cause}
        onShow={(element) => setPointed({ id: element.element, at: placeOf(element) })}
        map={grid && <CauseMap cause={cause} grid={grid} pointed={pointed} />}
      />
      <Consequence cause={cause} />
      {maySimulate && cause.kind === 'power' && cause.fault.length > 0 && (
        <Plan key={cause.fault.join(' ')} fault={cause.fault} onStep={step} />
      )}
    </>
  )
}

function placeOf({ lon, lat }: Api<'CauseElement'>): Pointed['at'] {
  return lon === null || lat === null ? null : [lon, lat]
}
