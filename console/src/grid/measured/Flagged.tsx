import { Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import classes from './MeasuredPage.module.css'
import { inThousands } from './units'

interface Props {
  flagged: readonly Api<'FlaggedMeasurement'>[]
  /** So many more are not listed. */
  more: number
}

/** The measurements that are not used, each with its reason; the gravest first. */
export function Flagged({ flagged, more }: Props) {
  const text = useText()
  const { number } = useFormats()
  const said = (value: number, unit: string) => {
    const [shown, shownUnit] = inThousands(value, unit)
    return `${number(shown, 1)} ${shownUnit}`
  }
  if (flagged.length === 0) return <Text>{text('console-measurements-fits')}</Text>
  return (
    <>
      <ul className={classes.list} aria-label={text('console-measurements-flagged')}>
        {flagged.map((one) => (
          <li key={`${one.device} ${one.channel}`} className={classes.item}>
            <Link href={`/assets/${encodeURIComponent(one.device)}`} className={classes.link}>
              {one.device_name}
            </Link>
            <Text size="sm" fw={600}>
              {one.channel_name}
              {one.value !== null && `: ${said(one.value, one.unit)}`}
            </Text>
            {one.expected !== null && (
              <Text size="sm">
                {text('console-measurements-expected', { value: said(one.expected, one.unit) })}
              </Text>
            )}
            {one.deviations !== null && (
              <Text size="sm">
                {text('console-measurements-deviations', { count: number(Math.abs(one.deviations), 1) })}
              </Text>
            )}
            <Text size="sm">{one.reason}</Text>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Text size="sm" mt="xs">
          {text('console-measurements-more', { count: more })}
        </Text>
      )}
    </>
  )
}
