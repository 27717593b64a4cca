/** Rows drawn above and below what is in sight, so that scrolling shows no gap. */
const MARGIN = 6

/** Which rows of a long list are drawn: from `first` to before `last`. */
export function windowOf(
  top: number,
  height: number,
  rowPx: number,
  count: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.min(Math.floor(top / rowPx), count) - MARGIN)
  const last = Math.min(count, Math.ceil((top + height) / rowPx) + MARGIN)
  return { first, last }
}

export type Keys = 'ArrowDown' | 'ArrowUp' | 'Home' | 'End' | 'PageDown' | 'PageUp'

/** The row that a key leads to; `null` for keys that lead nowhere. */
export function rowAfter(key: Keys, row: number, count: number, page: number): number | null {
  const steps: Record<Keys, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    Home: 0,
    End: count - 1,
    PageDown: row + page,
    PageUp: row - page,
  }
  const wanted = steps[key]
  return wanted === undefined ? null : Math.max(0, Math.min(wanted, count - 1))
}
