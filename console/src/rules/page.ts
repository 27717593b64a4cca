import { ListChecks } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/rules', '/rules/:rule'],
    title: 'console-rules',
    icon: ListChecks,
    order: 30,
    action: 'rule.read',
  },
  () => import('./RulesPage'),
)
