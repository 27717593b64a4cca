import { Badge } from '@mantine/core'
import { CircleCheck, TriangleAlert, Unplug } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './HealthPage.module.css'

const ICONS = { ok: CircleCheck, degraded: TriangleAlert, lost: Unplug } as const

/** How a part is: word, shape and colour. */
export function PartStateMark({ state }: { state: Api<'Part'>['state'] }) {
  const text = useText()
  return (
    <Badge
      size="lg"
      radius="sm"
      className={classes.state}
      data-state={state}
      leftSection={<Icon of={ICONS[state]} size={16} />}
    >
      {text(`console-health-${state}`)}
    </Badge>
  )
}
