import { VisuallyHidden } from '@mantine/core'
import { Check } from 'lucide'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { STATE_ICONS } from '../icons'
import { STATES, type State } from '../states'
import classes from './Stepper.module.css'

/** Where a case is in its life, and what is behind and before it. */
export function Stepper({ state }: { state: State }) {
  const text = useText()
  const at = STATES.indexOf(state)
  return (
    <ol className={classes.steps} aria-label={text('console-incidents-life')}>
      {STATES.map((one, place) => (
        <li
          key={one}
          className={classes.step}
          data-done={place < at || undefined}
          aria-current={place === at ? 'step' : undefined}
        >
          <Icon of={place < at ? Check : STATE_ICONS[one]} size={20} />
          {text(`console-incident-${one}`)}
          {place < at && <VisuallyHidden>{text('console-incidents-step-done')}</VisuallyHidden>}
        </li>
      ))}
    </ol>
  )
}
