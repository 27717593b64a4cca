import { UnstyledButton } from '@mantine/core'
import { AlarmClock, ClockAlert, Hourglass } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useNow } from '../../app/useNow'
import { useFormats, useText } from '../../i18n/text'
import { asSearch, type Filter } from '../filter'
import { STATE_ICONS } from '../icons'
import type { Queue } from '../queries'
import { STATES, type State } from '../states'
import { useClockWords } from '../useWords'
import classes from './Counts.module.css'
import { nextDue } from './lately'

interface Props {
  filter: Filter
  queue: Queue | undefined
  onChange: (filter: Filter) => void
}

/** So many clocks are shown. */
const CLOCKS = 3
/** Stands for a count that is still on its way: 0 would say that all is well. */
const UNKNOWN = '–'

/** How many incidents are in each state, a filter at once; what nobody acted on in time; the clocks that run out next. */
export function Counts({ filter, queue, onChange }: Props) {
  const text = useText()
  const { number } = useFormats()
  const say = (count: number | undefined) => (queue ? number(count ?? 0, 0) : UNKNOWN)
  const toggle = (state: State) => {
    const on = filter.states.includes(state)
    onChange({
      ...filter,
      states: STATES.filter((one) => (one === state ? !on : filter.states.includes(one))),
    })
  }
  return (
    <div className={classes.bar}>
      <fieldset className={classes.states} aria-label={text('console-incidents-show')}>
        {STATES.map((state) => (
          <UnstyledButton
            key={state}
            className={classes.chip}
            aria-pressed={filter.states.includes(state)}
            onClick={() => toggle(state)}
          >
            <Icon of={STATE_ICONS[state]} size={20} />
            <strong className={classes.count}>{say(queue?.byState[state])}</strong>
            <span>{text(`console-incident-${state}`)}</span>
          </UnstyledButton>
        ))}
        <UnstyledButton
          className={classes.chip}
          aria-pressed={filter.snoozed}
          onClick={() => onChange({ ...filter, snoozed: !filter.snoozed })}
        >
          <Icon of={AlarmClock} size={20} />
          <strong className={classes.count}>{say(queue?.snoozed)}</strong>
          <span>{text('console-incidents-snoozed')}</span>
        </UnstyledButton>
      </fieldset>
      <div className={classes.figure} data-alarm={(queue?.overdue ?? 0) > 0 || undefined}>
        <Icon of={ClockAlert} size={20} />
        <strong className={classes.count}>{say(queue?.overdue)}</strong>
        <span>{text('console-incidents-overdue')}</span>
      </div>
      {queue && <Clocks filter={filter} queue={queue} />}
    </div>
  )
}

/** The clocks that run out next. */
function Clocks({ filter, queue }: { filter: Filter; queue: Queue }) {
  const text = useText()
  const now = useNow()
  const said = useClockWords()
  const next = nextDue(queue.items, CLOCKS)
  if (next.length === 0) return null
  return (
    <ul className={classes.clocks} aria-label={text('console-incidents-clocks')}>
      {next.map((one) => (
        <li key={one.id}>
          <Link href={`/incidents${asSearch(filter, { at: one.id })}`} replace className={classes.clock}>
            <Icon of={Hourglass} size={18} />
            <strong>{said(one.due ?? '', now)}</strong>
            <span className={classes.title}>{one.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
