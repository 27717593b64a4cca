import type { Api } from '../api/types'
import { fold } from '../i18n/fold'
import type { Language } from '../i18n/languages'
import { nameIn, namesOf } from '../i18n/text'

type Place = Api<'Place'>

export const COLUMNS = ['name', 'population', 'area_km2', 'assets', 'open_incidents'] as const
export type Column = (typeof COLUMNS)[number]

/** The smallest places (those that are nobody's parent) whose name has all words of `text`; accents do not count. */
export function found(places: readonly Place[], text: string): Place[] {
  const parents = new Set(places.map(({ parent }) => parent))
  const words = fold(text).split(' ').filter(Boolean)
  return places.filter((place) => {
    if (parents.has(place.id)) return false
    const name = fold(`${namesOf(place)} ${place.code}`)
    return words.every((word) => name.includes(word))
  })
}

/** Puts places in order: names from A as `language` orders them, figures from the largest; what has no figure comes last. */
export function ordered(places: readonly Place[], by: Column, turned: boolean, language: Language): Place[] {
  const collator = new Intl.Collator(language, { numeric: true })
  const names = (a: Place, b: Place) => collator.compare(nameIn(language, a), nameIn(language, b))
  const compare = (a: Place, b: Place) => {
    if (by === 'name') return names(a, b)
    const [left, right] = [a[by], b[by]]
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0)
    return right - left || names(a, b)
  }
  const sorted = places.toSorted(compare)
  return turned ? sorted.reverse() : sorted
}
