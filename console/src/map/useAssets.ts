import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCity } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { placesQuery } from '../places/queries'
import { assetsOf, type MapAsset } from './model'
import { mapAssetsQuery } from './queries'

/** All assets of the city as rows, the worst first; what is still on its way or failed is said as a query is. */
export function useAssets() {
  const city = useCity()
  const { language } = useLanguage()
  const { data, error, refetch } = useQuery(mapAssetsQuery)
  const { data: places } = useQuery(placesQuery)
  const rows = useMemo<MapAsset[] | undefined>(() => {
    if (!data) return undefined
    return assetsOf(data, city, places?.items ?? [], language)
  }, [data, city, places, language])
  return { data: rows, error, refetch }
}
