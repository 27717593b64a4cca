import type { Api } from '../../api/types'
import type { Language } from '../../i18n/languages'

type Row = Api<'IndexRow'>

export const INDICES = ['saidi_min', 'saifi', 'caidi_min', 'maifi', 'asai'] as const
export type Index = (typeof INDICES)[number]

export const PARTS = ['all', 'ordinary', 'planned', 'unplanned'] as const
export type Part = (typeof PARTS)[number]

/** The figure of a row; `null` where it is not known, or where major event days cannot be told. */
export function figureOf(row: Row, part: Part, index: Index): number | null {
  return row[part]?.[index] ?? null
}

/** So many decimals an index is told with; ASAI is a share whose last digits count. */
export const DIGITS: Record<Index, number> = { saidi_min: 1, saifi: 3, caidi_min: 1, maifi: 3, asai: 4 }

/** A figure as it is shown: shares of ASAI in hundredths. */
export function shownFigure(index: Index, value: number): number {
  return index === 'asai' ? value * 100 : value
}

export type Sorting = 'name' | Index

/** Puts rows in order: names from A, indices from the worst; what has none comes last. */
export function orderedRows(
  rows: readonly Row[],
  by: Sorting,
  part: Part,
  turned: boolean,
  language: Language,
): Row[] {
  const collator = new Intl.Collator(language, { numeric: true })
  const names = (a: Row, b: Row) => collator.compare(a.name || a.id, b.name || b.id)
  // The lowest availability is the worst; of everything else the highest.
  const way = (by === 'name' || by === 'asai' ? 1 : -1) * (turned ? -1 : 1)
  return rows.toSorted((a, b) => {
    if (by === 'name') return way * names(a, b)
    const [left, right] = [figureOf(a, part, by), figureOf(b, part, by)]
    if (left === null || right === null)
      return (left === null ? 1 : 0) - (right === null ? 1 : 0) || names(a, b)
    return way * (left - right) || names(a, b)
  })
}

/** A month of the bars: its planned and its unplanned part, stacked. */
export interface MonthBar {
  id: string
  planned: number
  unplanned: number
  total: number
}

/** Bars of the months and the round number that their axis ends at. */
export function monthBars(
  months: readonly Row[],
  index: 'saidi_min' | 'saifi',
): { bars: MonthBar[]; top: number } {
  const bars = months.map((row) => {
    const planned = row.planned[index] ?? 0
    const unplanned = row.unplanned[index] ?? 0
    return { id: row.id, planned, unplanned, total: planned + unplanned }
  })
  return { bars, top: roundTop(Math.max(0, ...bars.map(({ total }) => total))) }
}

/** The next number from `value` up that is 1, 2, 4, 5 or 8 times a power of ten; 1 where there is nothing. */
export function roundTop(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const times = [1, 2, 4, 5, 8, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10
  return Number((times * power).toPrecision(6))
}
