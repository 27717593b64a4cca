import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './PhaseMark.module.css'
import { PHASE_ICONS, type Phase } from './phases'

/** How a camera is: word and symbol. */
export function PhaseMark({ phase }: { phase: Phase }) {
  const text = useText()
  return (
    <span className={classes.mark} data-phase={phase}>
      <Icon of={PHASE_ICONS[phase]} size={16} />
      {text(`console-cameras-phase-${phase}`)}
    </span>
  )
}
