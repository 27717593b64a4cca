import type { AssetState } from '../api/types'
import { useText } from '../i18n/text'
import classes from './StateMark.module.css'
import { LOOKS } from './states'

/** The outline and colour of a state; with `named`, read out by a screen reader. */
export function StateMark({ state, size = 20, named = false }: StateMarkProps) {
  const text = useText()
  const look = LOOKS[state]
  const side = `${size / 16}rem`
  return (
    <svg
      role="img"
      aria-label={text(`console-state-${state}`)}
      aria-hidden={!named}
      className={classes.mark}
      width={side}
      height={side}
      viewBox="-1 -1 26 26"
    >
      {look.dash ? (
        <path
          d={look.path}
          fill="none"
          stroke="currentColor"
          strokeWidth={3}
          strokeDasharray={look.dash.join(' ')}
        />
      ) : (
        <path d={look.path} fill={look.fill} stroke="var(--mantine-color-body)" strokeWidth={1} />
      )}
    </svg>
  )
}

interface StateMarkProps {
  state: AssetState
  size?: number
  named?: boolean
}
