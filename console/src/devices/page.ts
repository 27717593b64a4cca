import { RadioTower } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/devices', '/devices/:device'],
    title: 'console-devices',
    icon: RadioTower,
    order: 40,
    action: 'device.read_unknown',
  },
  () => import('./DevicesPage'),
)
