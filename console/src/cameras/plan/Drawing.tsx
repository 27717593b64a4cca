import { useElementSize, useMergedRef } from '@mantine/hooks'
import { Plus } from 'lucide'
import { Fragment, type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { Icon } from '../../app/Icon'
import { useScale } from '../../app/useScale'
import { useFormats, useText } from '../../i18n/text'
import classes from './Drawing.module.css'
import { edgesOf, inserted, middleOf, moved, type Point, shifted, within, without } from './geometry'
import { DrawnShape, HEIGHT, type Shape } from './Overlay'

const STEP = 0.01
const FINE = 0.002
const TARGET_PX = 44

interface Props {
  shapes: readonly Shape[]
  chosen: Shape | undefined
  aspect: number
  /** Whether a touch of the picture adds a point to the chosen shape. */
  adding: boolean
  /** The point that the buttons beside the picture act on. */
  active: number | null
  onActive: (at: number | null) => void
  onChoose: (id: string) => void
  /** The chosen shape's points as they are now; changes with the same mark are one step. */
  onPoints: (points: Point[], mark: string) => void
  onDone: () => void
}

interface Drag {
  mark: string
  at: number | 'all'
  from: Point
  points: readonly Point[]
}

let gestures = 0

/** Draws the chosen shape with mouse, finger or keys: its points are buttons that are dragged or moved by the arrows. */
export function Drawing(props: Props) {
  const { shapes, chosen, aspect, adding, active, onActive, onChoose, onPoints, onDone } = props
  const text = useText()
  const { number } = useFormats()
  const box = useRef<HTMLDivElement>(null)
  const scale = useScale()
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>()
  const ref = useMergedRef(box, measured)
  const drag = useRef<Drag | null>(null)
  const points = chosen?.points ?? []
  const closed = chosen ? !chosen.line : false

  // The focus goes along with the point: it stays with one that was added, and with the next of one that is gone.
  const focused = useRef(false)
  useEffect(() => {
    if (!focused.current || active === null) return
    focused.current = false
    box.current?.querySelector<HTMLElement>(`[data-point="${active}"]`)?.focus()
  })

  const shareOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const at = box.current?.getBoundingClientRect()
    return at ? [(clientX - at.left) / at.width, (clientY - at.top) / at.height] : [0, 0]
  }
  const begin = (event: PointerEvent<Element>, at: Drag['at'], of: readonly Point[] = points) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    gestures += 1
    drag.current = { mark: `drag-${gestures}`, at, from: shareOf(event), points: of }
    if (at !== 'all') onActive(at)
  }
  const go = (event: PointerEvent) => {
    const now = drag.current
    if (!now) return
    const to = shareOf(event)
    if (now.at !== 'all') return onPoints(moved(points, now.at, to), now.mark)
    onPoints(shifted(now.points, [to[0] - now.from[0], to[1] - now.from[1]]), now.mark)
  }
  const end = () => {
    drag.current = null
  }
  const insert = (event: PointerEvent<Element>, after: number) => {
    if (event.button !== 0) return
    const made = inserted(points, after, closed)
    begin(event, after + 1, made)
    onPoints(made, drag.current?.mark ?? '')
  }
  const onKey = (event: KeyboardEvent, at: number) => {
    const by = event.shiftKey ? FINE : STEP
    const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key]
    const here = points[at]
    if (way && here) {
      onPoints(moved(points, at, [here[0] + (way[0] ?? 0), here[1] + (way[1] ?? 0)]), `keys-${at}`)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      onPoints(without(points, at), '')
      onActive(Math.max(0, at - 1))
      focused.current = true
    } else if (event.key === '+' || event.key === 'Insert') {
      onPoints(inserted(points, at, closed), '')
      onActive(at + 1)
      focused.current = true
    } else if (event.key === 'Enter' && adding) {
      onDone()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const place = ([x, y]: Point) => ({ left: `${x * 100}%`, top: `${y * 100}%` })
  // Where a point is in reach of a finger there is no room for what adds one: the buttons below the picture do it too.
  const room = ([x, y]: Point) =>
    points.every(([px, py]) => Math.hypot((px - x) * width, (py - y) * height) > TARGET_PX * scale)
  const percent = (share: number) => number(share * 100, 0)

  return (
    <div ref={ref} className={classes.surface} data-adding={adding || undefined}>
      <svg
        className={classes.drawing}
        viewBox={`0 0 ${HEIGHT * aspect} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerUp={(event) => {
          if (!adding || event.button !== 0) return
          const made = [...points, within(shareOf(event))]
          onPoints(made, '')
          onActive(made.length - 1)
        }}
      >
        {shapes.map((shape) => (
          <DrawnShape key={shape.id} shape={shape} aspect={aspect} chosen={shape.id === chosen?.id} />
        ))}
        {!adding &&
          shapes.map((shape) => {
            const Form = shape.line ? 'polyline' : 'polygon'
            const own = shape.id === chosen?.id
            return (
              <Form
                key={shape.id}
                points={shape.points.map(([x, y]) => `${x * aspect * HEIGHT},${y * HEIGHT}`).join(' ')}
                className={classes.touch}
                data-line={shape.line || undefined}
                {...(own
                  ? {
                      onPointerDown: (event: PointerEvent<Element>) => begin(event, 'all'),
                      onPointerMove: go,
                      onPointerUp: end,
                      onPointerCancel: end,
                    }
                  : { onPointerDown: () => onChoose(shape.id) })}
              />
            )
          })}
      </svg>
      {points.map((point, at) => {
        const edge = edgesOf(points, closed)[at]
        const middle = edge && middleOf(edge)
        const one = text('console-cameras-point', {
          number: at + 1,
          count: points.length,
          x: percent(point[0]),
          y: percent(point[1]),
        })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place in the row alone
          <Fragment key={at}>
            <button
              type="button"
              className={classes.point}
              data-point={at}
              data-active={at === active || undefined}
              aria-label={one}
              style={place(point)}
              onPointerDown={(event) => begin(event, at)}
              onPointerMove={go}
              onPointerUp={end}
              onPointerCancel={end}
              onFocus={() => onActive(at)}
              onKeyDown={(event) => onKey(event, at)}
            />
            {middle && !adding && points.length > 1 && (drag.current !== null || room(middle)) && (
              <button
                type="button"
                className={classes.middle}
                aria-label={text('console-cameras-point-after', { number: at + 1 })}
                style={place(middle)}
                onPointerDown={(event) => insert(event, at)}
                onPointerMove={go}
                onPointerUp={end}
                onPointerCancel={end}
                onClick={(event) => {
                  // Of a pointer it was taken as it came down.
                  if (event.detail !== 0) return
                  onPoints(inserted(points, at, closed), '')
                  onActive(at + 1)
                  focused.current = true
                }}
              >
                <Icon of={Plus} size={14} />
              </button>
            )}
          </Fragment>
        )
      })}
    </div>
  )
}
