import { MapPinPlus } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/studies', '/studies/:study', '/study-comparison'],
    title: 'console-studies',
    icon: MapPinPlus,
    order: 36,
    action: 'study.read',
  },
  () => import('./StudiesPage'),
)
