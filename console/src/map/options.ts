import type { ComboboxItem, OptionsFilter } from '@mantine/core'
import { fold } from '../i18n/fold'

const MOST = 100

/** Finds the options of a select by what is typed, whatever its accents and case. */
export const foldedOptions: OptionsFilter = ({ options, search }) => {
  const wanted = fold(search)
  return (options as ComboboxItem[]).filter(({ label }) => fold(label).includes(wanted)).slice(0, MOST)
}
