import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn } from '../i18n/text'
import { placesQuery } from './queries'

/** The units of the city as a field offers them to choose. */
export function usePlaceOptions() {
  const { language } = useLanguage()
  const { data } = useQuery(placesQuery)
  return data?.items.map((place) => ({ value: place.id, label: nameIn(language, place) })) ?? []
}
