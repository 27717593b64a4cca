import { Radio } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  { paths: ['/assets/:asset'], title: 'console-asset', icon: Radio, action: 'entity.read' },
  () => import('./AssetPage'),
)
