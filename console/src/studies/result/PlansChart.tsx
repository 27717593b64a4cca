import { useFormats, useText } from '../../i18n/text'
import type { Plan } from '../answer'
import { along, axisOf, PLOT } from './plot'
import classes from './Result.module.css'
import { useFigures } from './useFigures'

interface Props {
  plans: readonly Plan[]
  unit: string
  currency: string
  chosen: string
  onChoose: (plan: string) => void
}

const RADIUS = 6
const TOUCH = 16

/** Cost against value: what no other plan beats lies on the line. The table below says the same. */
export function PlansChart({ plans, unit, currency, chosen, onChoose }: Props) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const x = axisOf(plans.map(({ cost }) => cost))
  const y = axisOf(plans.map(({ value }) => value))
  const best = plans.filter(({ beaten }) => !beaten).toSorted((a, b) => a.cost - b.cost)
  // The chosen one lies over those beside it.
  const onTop = plans.toSorted((a, b) => Number(a.id === chosen) - Number(b.id === chosen))
  const [bottom, right] = [PLOT.height - PLOT.bottom, PLOT.width - PLOT.right]
  return (
    <svg
      className={classes.plot}
      viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
      role="img"
      aria-label={text('console-studies-chart', { count: plans.length })}
    >
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line
            className={classes.grid}
            x1={along(x, tick, 'x')}
            x2={along(x, tick, 'x')}
            y1={PLOT.top}
            y2={bottom}
          />
          <text className={classes.tickX} x={along(x, tick, 'x')} y={bottom + 18}>
            {number(tick, 0)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line
            className={classes.grid}
            x1={PLOT.left}
            x2={right}
            y1={along(y, tick, 'y')}
            y2={along(y, tick, 'y')}
          />
          <text className={classes.tickY} x={PLOT.left - 8} y={along(y, tick, 'y') + 4}>
            {figures.value(tick, unit)}
          </text>
        </g>
      ))}
      <text className={classes.tickX} x={(PLOT.left + right) / 2} y={PLOT.height - 6}>
        {text('console-studies-axis-cost', { currency })}
      </text>
      <polyline
        className={classes.front}
        points={best.map((one) => `${along(x, one.cost, 'x')},${along(y, one.value, 'y')}`).join(' ')}
      />
      {onTop.map((one) => {
        const at = { cx: along(x, one.cost, 'x'), cy: along(y, one.value, 'y') }
        return (
          // The table beside it is for who has no pointer.
          // biome-ignore lint/a11y/noStaticElementInteractions: each plan has a button in the table below
          <g key={one.id} className={classes.dot} onClick={() => onChoose(one.id)}>
            <circle {...at} r={TOUCH} fill="transparent" />
            <circle
              {...at}
              r={RADIUS}
              data-beaten={one.beaten || undefined}
              data-chosen={one.id === chosen || undefined}
            />
          </g>
        )
      })}
    </svg>
  )
}
