import { Zap } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/grid'],
    title: 'console-grid',
    icon: Zap,
    order: 25,
    action: 'grid.read',
  },
  () => import('./GridPage'),
)
