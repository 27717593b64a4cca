import { useEffect, useRef } from 'react'

/**
 * Returns a function that sends something unless what was sent before is still under way (`busy`). A second press may
 * come before the first is drawn, so it counts from the press on.
 */
export function useOnce(busy: boolean): (send: () => void) => void {
  const under = useRef(false)
  // After each drawing: what fails at once is never drawn as under way.
  useEffect(() => {
    if (!busy) under.current = false
  })
  return (send) => {
    if (busy || under.current) return
    under.current = true
    send()
  }
}
