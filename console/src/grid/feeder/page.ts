import { Cable } from 'lucide'
import { definePage } from '../../app/definePage'

export default definePage(
  {
    paths: ['/grid/feeders', '/grid/feeders/:feeder'],
    title: 'console-feeders',
    icon: Cable,
    action: 'grid.read',
  },
  () => import('./FeedersPage'),
)
