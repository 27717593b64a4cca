import { Alert } from '@mantine/core'
import { TriangleAlert } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

/** Says that a playbook's figures are nobody's promise. */
export function AssumedNote({ note }: { note: string }) {
  const text = useText()
  return (
    <Alert color="yellow" icon={<Icon of={TriangleAlert} />} title={text('console-playbooks-assumed')}>
      {note}
    </Alert>
  )
}
