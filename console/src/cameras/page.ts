import { Cctv } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/cameras', '/cameras/:camera'],
    title: 'console-cameras',
    icon: Cctv,
    order: 23,
    action: 'camera.read',
  },
  () => import('./CamerasPage'),
)
