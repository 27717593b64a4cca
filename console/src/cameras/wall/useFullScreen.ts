import { type RefObject, useCallback, useEffect, useState } from 'react'

/** Shows a part of the page on the whole screen, where the browser can. */
export function useFullScreen(part: RefObject<HTMLElement | null>) {
  const [full, setFull] = useState(false)
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [])
  const toggle = useCallback(() => {
    // What the browser refuses leaves all as it is.
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined)
    else void part.current?.requestFullscreen?.().catch(() => undefined)
  }, [part])
  return { possible: document.fullscreenEnabled === true, full, toggle }
}
