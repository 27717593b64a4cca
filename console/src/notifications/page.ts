import { BellRing } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/notifications'], title: 'console-notifications', icon: BellRing, action: 'notification.own' },
  () => import('./NotificationsPage'),
)
