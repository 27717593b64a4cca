import { Radio } from 'lucide'
import { page } from '../app/pages'

export default page(
  { paths: ['/assets/:asset'], title: 'console-asset', icon: Radio, action: 'entity.read' },
  () => import('./AssetPage'),
)
