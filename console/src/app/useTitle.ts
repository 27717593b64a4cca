import { useEffect, useLayoutEffect } from 'react'

const named = (name: string): string => `${name} · Luy Lâu`

/** Names the browser's tab after a page. */
export function usePageTitle(name: string): void {
  // Before the effects of what is on the page, which may have a better name.
  useLayoutEffect(() => {
    document.title = named(name)
  }, [name])
}

/** Names the browser's tab after the one thing that a page shows: of several tabs one finds the right one. */
export function useThingTitle(name: string): void {
  useEffect(() => {
    document.title = named(name)
  }, [name])
}
