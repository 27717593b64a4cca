import { CircleUserRound } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/account'], title: 'console-account', icon: CircleUserRound, action: 'passkey.own' },
  () => import('./AccountPage'),
)
