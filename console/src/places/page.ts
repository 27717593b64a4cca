import { Landmark } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/places', '/places/:place'],
    title: 'console-places',
    icon: Landmark,
    order: 70,
    action: 'city.read',
  },
  () => import('./PlacesPage'),
)
