import { Map as MapIcon } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/'], title: 'console-map', icon: MapIcon, order: 10, action: 'entity.read' },
  () => import('./MapPage'),
)
