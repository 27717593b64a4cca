import { Badge } from '@mantine/core'
import { FlaskConical } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

/** Says that what is shown is no picture of the place. */
export function SimulatedTag() {
  const text = useText()
  return (
    <Badge
      component="span"
      variant="default"
      size="lg"
      radius="sm"
      leftSection={<Icon of={FlaskConical} size={14} />}
    >
      {text('console-simulated')}
    </Badge>
  )
}
