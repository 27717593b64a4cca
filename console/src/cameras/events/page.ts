import { ScanSearch } from 'lucide'
import { definePage } from '../../app/definePage'

export default definePage(
  {
    paths: ['/camera-events'],
    title: 'console-cameras-events',
    icon: ScanSearch,
    action: 'camera.read',
  },
  () => import('./EventsPage'),
)
