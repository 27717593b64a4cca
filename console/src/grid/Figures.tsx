import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import classes from './GridPage.module.css'

/** The whole grid in a few figures. */
export function Figures({ state }: { state: Api<'GridState'> }) {
  const text = useText()
  const { number } = useFormats()
  const { totals } = state
  const rows: [string, string][] = [
    ['console-grid-customers-on', number(totals.customers - totals.lost.customers, 0)],
    ['console-grid-customers-off', number(totals.lost.customers, 0)],
    ['console-grid-load-off', `${number(totals.lost.p_mw, 1)} MW`],
    ['console-grid-feeders-out', number(totals.feeders_out, 0)],
    ['console-grid-overloaded', number(totals.overloaded, 0)],
    ['console-grid-lowest-voltage', totals.u_min_pu === null ? '–' : `${number(100 * totals.u_min_pu, 1)} %`],
  ]
  return (
    <dl className={classes.figures}>
      {rows.map(([key, value]) => (
        <div key={key} className={classes.figure}>
          <dt>{text(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
