import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { assetQuery } from '../assets/queries'
import { unitText, useValueText } from '../assets/values'
import { columnsOf, summaryOf } from '../charts/data'
import { seriesQuery } from '../charts/queries'
import type { Range } from '../charts/ranges'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import type { Curve } from './curves'
import { Drawing } from './Drawing'
import classes from './Sparkline.module.css'
import { BOX, sparkline } from './sparkline'

interface Props {
  curve: Curve
  /** Whether to say which asset it is of. */
  named: boolean
  /** When the incident began, milliseconds since 1970-01-01 UTC. */
  since: number
  range: Range
  /** When the range ends; `null` for now. */
  until: number | null
}

/** A small curve of what was measured, with the limits: the way to the asset's own chart. */
export function Sparkline({
  curve: { asset: id, name, channel: called, limits },
  named,
  since,
  range,
  until,
}: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const valueText = useValueText()
  const { data: asset } = useQuery(assetQuery(id))
  const { data } = useQuery(seriesQuery(id, called, range, 0, until))
  const channel = asset?.channels.find((one) => one.name === called)
  const drawn = useMemo(() => {
    if (!data || !channel) return null
    const columns = columnsOf(data.series, [], channel.period_s)
    return columns.time.length > 1 ? sparkline(columns, limits, data.span, BOX) : null
  }, [data, channel, limits])
  if (!channel) return null
  const summary = data && summaryOf(data.series, [])
  const say = (value: number) => valueText(value, channel.name, channel.unit)
  const title = [named && name, nameIn(language, channel)].filter(Boolean).join(' · ')
  return (
    <Link
      href={`/assets/${id}?channel=${called}&range=${range}`}
      className={classes.link}
      aria-label={text('console-incidents-chart', { channel: title })}
    >
      {drawn && <Drawing drawn={drawn} since={since} />}
      <Text component="span" size="sm" display="block">
        {summary
          ? text('console-incidents-chart-words', {
              channel: title,
              range: text(`console-range-${range}`),
              low: say(summary.low),
              high: say(summary.high),
              last: say(summary.last),
            })
          : text('console-incidents-chart', { channel: title })}
      </Text>
      {drawn && drawn.limits.length > 0 && (
        <Text component="span" size="sm" display="block" c="dimmed">
          {text('console-incidents-chart-limits', {
            limits: drawn.limits.map(({ value }) => number(value)).join(' · '),
            unit: unitText(channel.unit),
          })}
        </Text>
      )}
    </Link>
  )
}
