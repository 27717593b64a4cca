import { ShieldCheck } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/permissions'], title: 'console-permissions', icon: ShieldCheck, action: 'policy.explain' },
  () => import('./PermissionsPage'),
)
