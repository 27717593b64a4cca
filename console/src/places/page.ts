import { Landmark } from 'lucide'
import { page } from '../app/pages'

export default page(
  {
    paths: ['/places', '/places/:place'],
    title: 'console-places',
    icon: Landmark,
    order: 70,
    action: 'city.read',
  },
  () => import('./PlacesPage'),
)
