import { Badge } from '@mantine/core'
import { CircleAlert, Info, OctagonAlert, TriangleAlert } from 'lucide'
import type { Severity } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './SeverityMark.module.css'

const ICONS = { critical: OctagonAlert, major: TriangleAlert, minor: CircleAlert, info: Info } as const

/** How grave an incident or finding is: word, shape and colour. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const text = useText()
  return (
    <Badge
      size="lg"
      radius="sm"
      className={classes.mark}
      data-severity={severity}
      leftSection={<Icon of={ICONS[severity]} size={16} />}
    >
      {text(`console-severity-${severity}`)}
    </Badge>
  )
}
