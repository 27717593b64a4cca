import { useText } from '../i18n/text'
import classes from './ChartLegend.module.css'

interface Props {
  band: boolean
  levels: boolean
  doubtful: number
}

/** What the forms in a chart mean; only those that it has. */
export function ChartLegend({ band, levels, doubtful }: Props) {
  const text = useText()
  return (
    <ul className={classes.legend}>
      <li data-form="line">{text('console-legend-mean')}</li>
      {band && <li data-form="band">{text('console-legend-band')}</li>}
      {levels && <li data-form="level">{text('console-legend-level')}</li>}
      {doubtful > 0 && <li data-form="doubtful">{text('console-legend-doubtful', { count: doubtful })}</li>}
    </ul>
  )
}
