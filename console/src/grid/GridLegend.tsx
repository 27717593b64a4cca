import { Text } from '@mantine/core'
import { useText } from '../i18n/text'
import classes from './GridLegend.module.css'

const LINES = ['live', 'dead', 'guessed', 'over'] as const
const SWITCHES = ['closed', 'open', 'moved'] as const

/** What the strokes and rings of the grid on a map mean, in words. */
export function GridLegend() {
  const text = useText()
  return (
    <ul className={classes.legend} aria-label={text('console-grid-legend')}>
      {LINES.map((one) => (
        <Text key={one} size="sm" component="li">
          <span className={`${classes.line} ${classes[one]}`} />
          {text(`console-grid-line-${one}`)}
        </Text>
      ))}
      {SWITCHES.map((one) => (
        <Text key={one} size="sm" component="li">
          <span className={`${classes.switch} ${classes[one]}`} />
          {text(`console-grid-switch-${one}`)}
        </Text>
      ))}
    </ul>
  )
}
