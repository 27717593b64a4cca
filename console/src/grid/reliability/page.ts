import { ChartColumn } from 'lucide'
import { definePage } from '../../app/definePage'

export default definePage(
  { paths: ['/grid/reliability'], title: 'console-reliability', icon: ChartColumn, action: 'grid.read' },
  () => import('./ReliabilityPage'),
)
