import { Megaphone } from 'lucide'
import { definePage } from '../app/definePage'
import { ReportCount } from './ReportCount'

export default definePage(
  {
    paths: ['/reports', '/reports/:report'],
    title: 'console-reports',
    icon: Megaphone,
    order: 21,
    action: 'report.read',
    badge: ReportCount,
  },
  () => import('./ReportsPage'),
)
