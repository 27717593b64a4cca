import { BookOpenCheck } from 'lucide'
import { definePage } from '../app/definePage'

export default definePage(
  {
    paths: ['/playbooks', '/playbooks/:playbook'],
    title: 'console-playbooks',
    icon: BookOpenCheck,
    order: 32,
    action: 'playbook.read',
  },
  () => import('./PlaybooksPage'),
)
