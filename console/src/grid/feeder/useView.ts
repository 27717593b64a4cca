import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Frame, Point } from './diagram'
import { fitted, moved, pointAt, showing, zoomed } from './frame'

interface Size {
  width: number
  height: number
}

/** A press that moves less than so many pixels chooses what lies under it. */
const STILL_PX = 6

/**
 * What is in sight of a drawing that is moved by one finger or the mouse and neared by two or the wheel. `onTap` hears
 * of a press that did not move, with its place in the drawing.
 */
export function useView(
  box: RefObject<HTMLDivElement | null>,
  whole: Frame,
  size: Size,
  onTap: (point: Point) => void,
) {
  const [chosen, setChosen] = useState<Frame | null>(null)
  const fit = fitted(whole, size)
  // Until somebody moves it, the view follows the window; afterwards it keeps its breadth.
  const frame =
    chosen && size.width > 0 ? { ...chosen, height: (chosen.width * size.height) / size.width } : fit
  const now = useRef({ frame, whole, size })
  now.current = { frame, whole, size }
  const fingers = useRef(new Map<number, Point>())
  const still = useRef(true)

  const pixelOf = useCallback(
    (event: { clientX: number; clientY: number }): Point => {
      const around = box.current?.getBoundingClientRect()
      return { x: event.clientX - (around?.left ?? 0), y: event.clientY - (around?.top ?? 0) }
    },
    [box],
  )
  const set = useCallback((next: Frame) => {
    now.current.frame = next
    setChosen(next)
  }, [])
  const zoom = useCallback(
    (by: number, about?: Point) => {
      const { frame, whole } = now.current
      const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }
      set(zoomed(frame, by, about ?? middle, whole))
    },
    [set],
  )

  // React listens to wheels passively; the page would scroll as well.
  useEffect(() => {
    const around = box.current
    if (!around) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const about = pointAt(now.current.frame, pixelOf(event), now.current.size)
      zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 400), about)
    }
    around.addEventListener('wheel', onWheel, { passive: false })
    return () => around.removeEventListener('wheel', onWheel)
  }, [box, zoom, pixelOf])

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    if (fingers.current.size === 0) still.current = true
    fingers.current.set(event.pointerId, pixelOf(event))
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = fingers.current.get(event.pointerId)
    if (!before) return
    const here = pixelOf(event)
    const { frame, whole, size } = now.current
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      still.current = false
      const apart = (from: Point) => Math.max(1, Math.hypot(from.x - other.x, from.y - other.y))
      const middle = { x: (here.x + other.x) / 2, y: (here.y + other.y) / 2 }
      zoom(apart(here) / apart(before), pointAt(frame, middle, size))
    } else {
      if (still.current && Math.hypot(here.x - before.x, here.y - before.y) < STILL_PX) return
      still.current = false
      const unit = frame.width / Math.max(1, size.width)
      set(moved(frame, (before.x - here.x) * unit, (before.y - here.y) * unit, whole))
    }
    fingers.current.set(event.pointerId, here)
  }
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const was = fingers.current.delete(event.pointerId)
    const { frame, size } = now.current
    if (was && still.current && event.type === 'pointerup') onTap(pointAt(frame, pixelOf(event), size))
  }

  return {
    frame,
    /** Pixels that a unit of the drawing has. */
    pixels: size.width > 0 ? size.width / frame.width : 1,
    /** Nears or removes; `about`, or else the middle, stays where it is in sight. */
    zoom,
    fit: () => setChosen(null),
    show: (point: Point) => {
      const next = showing(now.current.frame, point, now.current.whole)
      if (next.x !== now.current.frame.x || next.y !== now.current.frame.y) set(next)
    },
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  }
}
