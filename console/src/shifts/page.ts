import { NotebookPen } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/shifts', '/shifts/:shift'],
    title: 'console-shifts',
    icon: NotebookPen,
    order: 22,
    action: 'shift.read',
  },
  () => import('./ShiftsPage'),
)
