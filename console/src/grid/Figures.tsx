import { Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import classes from './GridPage.module.css'

interface Props {
  state: Api<'GridState'>
  /** The state to compare a simulation with. */
  now: Api<'GridState'> | undefined
}

/** The whole grid in a few figures; of a simulation beside what they are now, where they differ. */
export function Figures({ state, now }: Props) {
  const text = useText()
  const { number } = useFormats()
  const rows = ({ totals }: Api<'GridState'>): [string, string][] => [
    ['console-grid-customers-on', number(totals.customers - totals.lost.customers, 0)],
    ['console-grid-customers-off', number(totals.lost.customers, 0)],
    ['console-grid-load-on', `${number(totals.p_mw - totals.lost.p_mw, 1)} MW`],
    ['console-grid-load-off', `${number(totals.lost.p_mw, 1)} MW`],
    ['console-grid-feeders-out', number(totals.feeders_out, 0)],
    ['console-grid-overloaded', number(totals.overloaded, 0)],
    ['console-grid-lowest-voltage', totals.u_min_pu === null ? '–' : `${number(100 * totals.u_min_pu, 1)} %`],
    [
      'console-grid-highest-loading',
      totals.loading_max === null ? '–' : `${number(100 * totals.loading_max, 0)} %`,
    ],
  ]
  const before = new Map(now && rows(now))
  return (
    <dl className={classes.figures}>
      {rows(state).map(([key, value]) => {
        const was = before.get(key)
        return (
          <div key={key} className={classes.figure}>
            <dt>{text(key)}</dt>
            <dd>
              <span className={classes.value}>{value}</span>
              {was !== undefined && was !== value && (
                <Text size="sm" c="dimmed">
                  {text('console-grid-now', { value: was })}
                </Text>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
