import type { Api } from '../../api/types'
import { fold } from '../../i18n/fold'
import type { Language } from '../../i18n/languages'

type Row = Api<'FeederRow'>

export const COLUMNS = [
  'name',
  'kind',
  'substation',
  'customers',
  'out',
  'power',
  'loading',
  'voltage',
  'ties',
] as const
export type Column = (typeof COLUMNS)[number]

/** Columns of words; all others hold figures. */
const WORDS: ReadonlySet<Column> = new Set(['name', 'kind', 'substation'])

export function isWord(column: Column): boolean {
  return WORDS.has(column)
}

/** The figure of a column; the worst is the largest, but the lowest voltage is the worst. */
const FIGURES: Partial<Record<Column, (row: Row) => number | null>> = {
  customers: (row) => row.customers,
  out: (row) => row.customers_out,
  power: (row) => row.p_mw,
  loading: (row) => row.loading_max,
  voltage: (row) => row.u_min_pu,
  ties: (row) => row.ties,
}

/** What stands first when a column is chosen: words from A, voltage from the lowest, other figures from the largest. */
export function rises(column: Column): boolean {
  return isWord(column) || column === 'voltage'
}

/** The feeders whose name, substation or id has all words of `text`; accents do not count. */
export function found(rows: readonly Row[], text: string): Row[] {
  const words = fold(text).split(' ').filter(Boolean)
  return rows.filter((row) => {
    const folded = fold(`${row.name} ${row.substation_name} ${row.id}`)
    return words.every((word) => folded.includes(word))
  })
}

/** Puts feeders in order; what has no figure comes last, whichever way it goes. */
export function ordered(rows: readonly Row[], by: Column, turned: boolean, language: Language): Row[] {
  const collator = new Intl.Collator(language, { numeric: true })
  const names = (a: Row, b: Row) => collator.compare(a.name, b.name)
  const way = rises(by) !== turned ? 1 : -1
  const figure = FIGURES[by]
  return rows.toSorted((a, b) => {
    if (figure) {
      const [left, right] = [figure(a), figure(b)]
      if (left === null || right === null)
        return (left === null ? 1 : 0) - (right === null ? 1 : 0) || names(a, b)
      return way * (left - right) || names(a, b)
    }
    if (by === 'kind') return way * collator.compare(a.kind, b.kind) || names(a, b)
    if (by === 'substation')
      return way * collator.compare(a.substation_name, b.substation_name) || names(a, b)
    return way * names(a, b)
  })
}
