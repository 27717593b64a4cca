import { useFormats, useText } from '../../i18n/text'
import classes from './LoadingBar.module.css'

/** How much of the rating is used: the number, a bar, and a word where it is too much. */
export function LoadingBar({ loading }: { loading: number | null }) {
  const text = useText()
  const { number } = useFormats()
  if (loading === null) return <span>–</span>
  const over = loading > 1
  return (
    <span className={classes.whole} data-over={over || undefined}>
      <span className={classes.words}>
        {number(loading * 100, 0)}%{over && ` · ${text('console-feeder-overloaded')}`}
      </span>
      <span className={classes.track} aria-hidden="true">
        <span className={classes.bar} style={{ width: `${Math.min(1, loading) * 100}%` }} />
      </span>
    </span>
  )
}
