import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { Loaded } from '../app/states'
import { PlaceDetail } from './PlaceDetail'
import { PlaceTable } from './PlaceTable'
import { placesQuery } from './queries'

/** The units of the territory: all of them in a table, or one with what lies in it. */
export default function PlacesPage() {
  const { place } = useParams()
  const query = useQuery(placesQuery)
  return (
    <Loaded query={query} page>
      {({ items }) => (place ? <PlaceDetail id={place} places={items} /> : <PlaceTable places={items} />)}
    </Loaded>
  )
}
