import { Siren } from 'lucide'
import { page } from '../app/pages'
import { OpenCount } from './OpenCount'

export default page(
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
