import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn } from '../i18n/text'
import { placesQuery } from './queries'

/** Returns a function that names a place in the chosen language; "" until the places are known. */
export function usePlaceName(): (id: string) => string {
  const { language } = useLanguage()
  const { data } = useQuery(placesQuery)
  const names = useMemo(
    () => new Map(data?.items.map((place) => [place.id, nameIn(language, place)])),
    [data, language],
  )
  return useCallback((id) => names.get(id) ?? '', [names])
}
