import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import { lastingOf } from './curves'
import { Drawing } from './Drawing'
import classes from './Sparkline.module.css'
import { BOX, sparkline } from './sparkline'

interface Props {
  /** All that the incident has. */
  findings: readonly Api<'Finding'>[]
  since: number
  /** When the incident ended, or now; milliseconds since 1970-01-01 UTC. */
  until: number
}

/** How many findings lasted at a time: how a trouble that many devices tell of has spread and ended. */
export function Lasting({ findings, since, until }: Props) {
  const text = useText()
  const { number } = useFormats()
  const { drawn, most, last } = useMemo(() => {
    const columns = lastingOf(findings, until)
    const counts = columns.mean.map((count) => count ?? 0)
    const span = { start: Math.min(since, (columns.time[0] ?? 0) * 1000), end: until }
    return {
      drawn: sparkline(columns, [], span, BOX),
      most: Math.max(0, ...counts),
      last: counts.at(-1) ?? 0,
    }
  }, [findings, since, until])
  return (
    <figure className={classes.lasting}>
      <Drawing drawn={drawn} since={since} />
      <Text component="figcaption" size="sm">
        {text('console-incidents-chart-lasting', { most: number(most, 0), last: number(last, 0) })}
      </Text>
    </figure>
  )
}
