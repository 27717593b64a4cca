import { useQuery } from '@tanstack/react-query'
import type { Feature } from 'geojson'
import { useEffect } from 'react'
import { useLanguage } from '../i18n/LanguageProvider'
import { placesQuery } from '../places/queries'
import type { MapController } from './controller'
import { placeFeatures } from './features'
import { territoryQuery } from './queries'
import { SOURCES } from './style'

/** Draws the territory and the names of its units; returns the territory once it is known. */
export function useTerritory(map: MapController | null) {
  const { language } = useLanguage()
  const { data: territory } = useQuery(territoryQuery)
  const { data: places } = useQuery(placesQuery)
  useEffect(() => {
    const features = territory?.features ?? []
    const names = new Map(places?.items.map((one) => [one.id, one]))
    map?.show(SOURCES.territory, features as Feature[])
    map?.show(SOURCES.places, placeFeatures(features, names, language))
  }, [map, territory, places, language])
  return territory
}
