import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Keeps the row at the top of a list where it is when rows come or go above it: nobody loses the line they read.
 * At the very top the list moves on, so that what is new is seen. Rows carry `data-id`.
 */
export function useKeptScroll(list: RefObject<HTMLElement | null>, ids: readonly string[]): void {
  const held = useRef<{ id: string; offset: number } | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list has moved only when its rows are others
  useLayoutEffect(() => {
    const box = list.current
    const { id, offset } = held.current ?? {}
    if (!box || id === undefined || offset === undefined || box.scrollTop === 0) return
    const row = box.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)
    if (row) box.scrollTop += row.offsetTop - box.scrollTop - offset
  }, [ids, list])

  // biome-ignore lint/correctness/useExhaustiveDependencies: where there are no rows there may be no list, and then another
  useLayoutEffect(() => {
    const box = list.current
    if (!box) return
    const hold = () => {
      const row = [...box.querySelectorAll<HTMLElement>('[data-id]')].find(
        (one) => one.offsetTop + one.offsetHeight > box.scrollTop,
      )
      held.current = row?.dataset.id ? { id: row.dataset.id, offset: row.offsetTop - box.scrollTop } : null
    }
    hold()
    box.addEventListener('scroll', hold, { passive: true })
    return () => box.removeEventListener('scroll', hold)
  }, [list, ids.length === 0])
}
