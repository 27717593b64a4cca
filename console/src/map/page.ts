import { Map as MapIcon } from 'lucide'
import { page } from '../app/pages'

export default page(
  { paths: ['/'], title: 'console-map', icon: MapIcon, order: 10, action: 'entity.read' },
  () => import('./MapPage'),
)
