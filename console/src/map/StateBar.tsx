import { UnstyledButton } from '@mantine/core'
import type { AssetState } from '../api/types'
import { StateMark } from '../assets/StateMark'
import { STATES } from '../assets/states'
import { useFormats, useText } from '../i18n/text'
import classes from './StateBar.module.css'

interface Props {
  counts: ReadonlyMap<AssetState, number>
  chosen: ReadonlySet<AssetState>
  onToggle: (state: AssetState) => void
}

/** How many assets are in each state, the legend of the map and a filter at once. */
export function StateBar({ counts, chosen, onToggle }: Props) {
  const text = useText()
  const { number } = useFormats()
  return (
    <fieldset className={classes.bar} aria-label={text('console-states')}>
      {STATES.map((state) => (
        <UnstyledButton
          key={state}
          className={classes.chip}
          aria-pressed={chosen.has(state)}
          onClick={() => onToggle(state)}
        >
          <StateMark state={state} />
          <span>{text(`console-state-${state}`)}</span>
          <strong>{number(counts.get(state) ?? 0, 0)}</strong>
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
