import { Gauge } from 'lucide'
import { definePage } from '../../app/definePage'

export default definePage(
  { paths: ['/grid/measurements'], title: 'console-measurements', icon: Gauge, action: 'grid.read' },
  () => import('./MeasuredPage'),
)
