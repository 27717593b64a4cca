import { Siren } from 'lucide'
import { definePage } from '../app/definePage'
import { OpenCount } from './OpenCount'

export default definePage(
  {
    paths: ['/incidents', '/incidents/:incident'],
    title: 'console-incidents',
    icon: Siren,
    order: 20,
    action: 'incident.read',
    badge: OpenCount,
  },
  () => import('./IncidentsPage'),
)
