import { ShieldAlert } from 'lucide'
import { definePage } from '../../app/definePage'

export default definePage(
  { paths: ['/grid/security'], title: 'console-security', icon: ShieldAlert, action: 'grid.simulate' },
  () => import('./SecurityPage'),
)
