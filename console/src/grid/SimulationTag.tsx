import { FlaskConical } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './GridPage.module.css'

/** Says that what is shown is tried, not so. */
export function SimulationTag() {
  const text = useText()
  return (
    <span className={classes.tag}>
      <Icon of={FlaskConical} size={20} />
      {text('console-grid-simulation')}
    </span>
  )
}
