import { Users } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/users'], title: 'console-users', icon: Users, order: 60, action: 'user.read' },
  () => import('./UsersPage'),
)
