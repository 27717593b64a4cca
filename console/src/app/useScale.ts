import { useSyncExternalStore } from 'react'

const DESKTOP_PX = 16

function scale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DESKTOP_PX
}

function listen(changed: () => void): () => void {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

/** How much larger letters are than on a desktop: what is measured in pixels (canvas, map) grows by it too. */
export function useScale(): number {
  return useSyncExternalStore(listen, scale)
}
