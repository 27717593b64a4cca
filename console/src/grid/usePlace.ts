import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Api } from '../api/types'
import { assetQuery } from '../assets/queries'
import { type Place, placeOf, placeOfFeeder } from './lines'

/**
 * Finds where an element is: as it is drawn, or, of what stands in a substation, where the city has it, else where
 * its feeder begins. `null` where nobody knows.
 */
export function usePlace(grid: Api<'GridMap'>) {
  const client = useQueryClient()
  return useCallback(
    async (id: string, feeder = ''): Promise<Place | null> => {
      const drawn = placeOf(grid, id)
      if (drawn) return drawn
      try {
        const { lon, lat } = await client.fetchQuery(assetQuery(id))
        return [lon, lat]
      } catch {
        return placeOfFeeder(grid, feeder)
      }
    },
    [client, grid],
  )
}
