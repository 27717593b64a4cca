import { Badge } from '@mantine/core'
import { ZapOff } from 'lucide'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'

/** Says that something carries no voltage. */
export function DeadMark() {
  const text = useText()
  return (
    <Badge color="dark" radius="sm" leftSection={<Icon of={ZapOff} size={14} />}>
      {text('console-feeder-dead')}
    </Badge>
  )
}
