import { Badge } from '@mantine/core'
import { Drama } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './DrillMark.module.css'

/** Says, loudly, that it is an exercise. */
export function DrillMark() {
  const text = useText()
  return (
    <Badge size="lg" radius="sm" className={classes.mark} leftSection={<Icon of={Drama} size={16} />}>
      {text('console-incidents-drill')}
    </Badge>
  )
}
