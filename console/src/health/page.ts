import { HeartPulse } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/health'],
    title: 'console-health',
    icon: HeartPulse,
    order: 50,
    action: 'system.health',
  },
  () => import('./HealthPage'),
)
