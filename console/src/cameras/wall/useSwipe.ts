import { type PointerEvent, useRef } from 'react'

/** So far a finger goes before it is no tap, in CSS pixels. */
const FAR_PX = 60

/** Calls `onSwipe` with 1 for a swipe to the left (what comes next) and -1 for one to the right. Mice do not swipe. */
export function useSwipe(onSwipe: (step: 1 | -1) => void) {
  const begun = useRef<{ x: number; y: number } | null>(null)
  const swiped = useRef(false)
  return {
    onPointerDown: (event: PointerEvent) => {
      swiped.current = false
      begun.current = event.pointerType === 'mouse' ? null : { x: event.clientX, y: event.clientY }
    },
    onPointerUp: (event: PointerEvent) => {
      const from = begun.current
      begun.current = null
      if (!from) return
      const [x, y] = [event.clientX - from.x, event.clientY - from.y]
      if (Math.abs(x) < FAR_PX || Math.abs(x) < 2 * Math.abs(y)) return
      swiped.current = true
      onSwipe(x < 0 ? 1 : -1)
    },
    onPointerCancel: () => {
      begun.current = null
    },
    /** What a swipe began on is not opened too. */
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void }) => {
      if (!swiped.current) return
      swiped.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
