import { memo } from 'react'
import type { Api } from '../../api/types'
import { busbarOf, conditionOf, HALF, placeOf, STEP, wayTo } from './diagram'
import classes from './SingleLine.module.css'
import { MarkSymbol } from './Symbol'

interface Props {
  marks: readonly Api<'DiagramMark'>[]
  /** Begin of the marks' ids in the document. */
  name: string
  chosen: number | null
  /** Pixels of a desktop that a unit of the drawing has. */
  pixels: number
  say: (at: number) => string
  label: (at: number) => string
}

/** Symbols are this broad at least, in pixels, until they would meet. */
const LEAST_PX = 20
const LARGEST = 1.7
const LABEL_PX = 12
/** About the breadth of a letter, and the height that a symbol with a word under it takes. */
const LETTER_PX = 6.6
const HEIGHT_PX = 30

/** Lines, symbols and words of a diagram. */
export const Marks = memo(function Marks({ marks, name, chosen, pixels, say, label }: Props) {
  const grown = Math.min(LARGEST, Math.max(1, LEAST_PX / (2 * HALF * pixels)))
  const letters = LABEL_PX / pixels
  const high = STEP.y * pixels >= HEIGHT_PX
  const fits = (said: string) => high && said.length * LETTER_PX <= STEP.x * pixels
  const bar = busbarOf(marks)
  return (
    <>
      {marks.map((mark, at) => {
        const way = wayTo(marks, at)
        const condition = conditionOf(marks, at)
        return (
          way && (
            <g key={`line ${mark.id} ${mark.x} ${mark.y}`}>
              <path d={way} className={classes.line} data-condition={condition} />
              {condition === 'overloaded' && <path d={way} className={classes.core} />}
            </g>
          )
        )
      })}
      {marks.map((mark, at) => {
        const { x, y } = placeOf(mark)
        const said = label(at)
        return (
          <g
            key={`mark ${mark.id} ${mark.x} ${mark.y}`}
            id={`${name}-${at}`}
            role="option"
            aria-selected={at === chosen}
            aria-label={say(at)}
            transform={`translate(${x} ${y})`}
            className={classes.mark}
            data-condition={conditionOf(marks, at)}
          >
            {mark.symbol === 'busbar' && (
              <path d={`M0 ${bar.top - y}V${bar.bottom - y}`} className={classes.busbar} />
            )}
            <g transform={`scale(${grown})`}>
              <MarkSymbol symbol={mark.symbol} closed={mark.closed} />
              {mark.critical && <path d="M9 -17h4v4h4v4h-4v4h-4v-4h-4v-4h4z" className={classes.critical} />}
            </g>
            {at === chosen && <circle r={HALF * grown + 6} className={classes.chosen} />}
            {said && (at === chosen || fits(said)) && (
              <text
                y={HALF * grown + letters * 1.1}
                textAnchor="middle"
                fontSize={letters}
                strokeWidth={letters * 0.3}
                className={classes.label}
              >
                {said}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
})
