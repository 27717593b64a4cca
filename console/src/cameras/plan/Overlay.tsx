import { useId } from 'react'
import { useText } from '../../i18n/text'
import { arrowAcross, middleOf, type Point } from './geometry'
import classes from './Overlay.module.css'
import { isLine, type Scene, type Zone } from './scenes'

/** The height of a drawing in its own units; its width follows from the picture. */
export const HEIGHT = 1_000

/** A shape as it is drawn over a picture. */
export interface Shape {
  id: string
  name: string
  points: readonly Point[]
  line: boolean
  what: 'scene' | 'zone'
  /** The side that an arrow across it points to; `none` has no arrow. */
  direction: Scene['direction']
  enabled: boolean
  wrong?: boolean
}

export const shapeOfScene = ({ id, name, points, kind, direction, enabled }: Scene): Shape => ({
  id,
  name,
  points,
  line: isLine(kind),
  what: 'scene',
  direction: kind === 'line_crossing' || kind === 'wrong_way' ? direction : 'none',
  enabled,
})

export const shapeOfZone = ({ id, name, points }: Zone): Shape => ({
  id,
  name,
  points,
  line: false,
  what: 'zone',
  direction: 'none',
  enabled: true,
})

interface Props {
  shapes: readonly Shape[]
  /** Width over height of the picture. */
  aspect: number
}

/** Scenes and zones over a picture, only to look at. */
export function Overlay({ shapes, aspect }: Props) {
  const text = useText()
  return (
    <svg
      role="img"
      aria-label={text('console-cameras-drawn', { names: shapes.map(({ name }) => name).join(', ') })}
      className={classes.overlay}
      viewBox={`0 0 ${HEIGHT * aspect} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {shapes.map((shape) => (
        <DrawnShape key={shape.id} shape={shape} aspect={aspect} />
      ))}
    </svg>
  )
}

interface DrawnProps {
  shape: Shape
  aspect: number
  chosen?: boolean
}

/** One shape: a polygon, a hatched zone, or a line with the arrow of its direction; dashed where it is off. */
export function DrawnShape({ shape, aspect, chosen = false }: DrawnProps) {
  const hatch = useId()
  const own = shape.points.map(([x, y]): Point => [x * aspect * HEIGHT, y * HEIGHT])
  const said = own.map((point) => point.join(',')).join(' ')
  const label = shape.line ? own[0] : undefined
  const [atX, atY] = label ? [label[0], label[1] - 24] : middleOf(own)
  const beside = atX / (aspect * HEIGHT)
  // Near an edge a name begins or ends at it, so that it stays within the picture.
  const [anchor, textX] = label
    ? ([beside > 0.7 ? 'end' : 'start', atX] as const)
    : beside < 0.2
      ? (['start', 12] as const)
      : beside > 0.8
        ? (['end', aspect * HEIGHT - 12] as const)
        : (['middle', atX] as const)
  const Form = shape.line ? 'polyline' : 'polygon'
  return (
    <g
      className={classes.shape}
      data-what={shape.what}
      data-off={!shape.enabled || undefined}
      data-chosen={chosen || undefined}
      data-wrong={shape.wrong || undefined}
    >
      {shape.what === 'zone' && (
        <pattern
          id={hatch}
          width="28"
          height="28"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="28" height="28" className={classes.hatchGround} />
          <path d="M0 0V28" className={classes.hatch} />
        </pattern>
      )}
      <Form points={said} className={classes.casing} />
      <Form
        points={said}
        className={classes.form}
        style={{ fill: shape.line ? 'none' : shape.what === 'zone' ? `url(#${hatch})` : undefined }}
      />
      {shape.line && <Arrow line={own} direction={shape.direction} />}
      {own.length > 0 && (
        <text x={textX} y={Math.max(atY, 48)} textAnchor={anchor} className={classes.name}>
          {shape.name}
        </text>
      )}
    </g>
  )
}

const LONG = 160

/** From the side that one comes from to the side that one goes to; two heads where either way counts. */
function Arrow({ line, direction }: { line: readonly Point[]; direction: Shape['direction'] }) {
  const arrow = direction === 'none' ? null : arrowAcross(line, LONG)
  if (!arrow) return null
  const ends: [Point, Point][] = []
  if (direction !== 'backward') ends.push([arrow.from, arrow.to])
  if (direction !== 'forward') ends.push([arrow.to, arrow.from])
  const path = [
    `M${arrow.from.join(' ')}L${arrow.to.join(' ')}`,
    ...ends.map(([from, to]) => {
      const [x, y] = [(to[0] - from[0]) / LONG, (to[1] - from[1]) / LONG]
      const wing = (turn: 1 | -1) => `${to[0] - 40 * x + turn * 26 * y} ${to[1] - 40 * y - turn * 26 * x}`
      return `M${wing(1)}L${to.join(' ')}L${wing(-1)}`
    }),
  ].join('')
  return (
    <>
      <path d={path} className={classes.casing} />
      <path d={path} className={classes.arrow} />
    </>
  )
}
