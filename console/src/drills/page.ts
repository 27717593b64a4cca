import { Drama } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/drills', '/drills/:drill'],
    title: 'console-drills',
    icon: Drama,
    order: 34,
    action: 'playbook.read',
  },
  () => import('./DrillsPage'),
)
