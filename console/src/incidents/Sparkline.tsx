import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { unitText, useValueText } from '../assets/values'
import { columnsOf, summaryOf } from '../charts/data'
import { seriesQuery } from '../charts/queries'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import classes from './Sparkline.module.css'
import { sparkline } from './sparkline'

const BOX = { width: 600, height: 120 }
const DAY_MS = 86_400_000

interface Props {
  asset: Api<'AssetDetail'>
  channel: string
  /** When the incident began, milliseconds since 1970-01-01 UTC. */
  since: number
  limits: readonly number[]
}

/** A small curve of what was measured, with the limits: the way to the asset's own chart. */
export function Sparkline({ asset, channel: name, since, limits }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const valueText = useValueText()
  const range = Date.now() - since < 0.8 * DAY_MS ? 'day' : 'week'
  const { data } = useQuery(seriesQuery(asset.id, name, range, 0))
  const channel = asset.channels.find((one) => one.name === name)
  const drawn = useMemo(() => {
    if (!data || !channel) return null
    const columns = columnsOf(data.series, [], channel.period_s)
    return columns.time.length > 1 ? sparkline(columns, limits, data.span, BOX) : null
  }, [data, channel, limits])
  if (!channel) return null
  const summary = data && summaryOf(data.series, [])
  const say = (value: number) => valueText(value, channel.name, channel.unit)
  const title = nameIn(language, channel)
  return (
    <Link
      href={`/assets/${asset.id}?channel=${name}&range=${range}`}
      className={classes.link}
      aria-label={text('console-incidents-chart', { channel: title })}
    >
      {drawn && (
        <svg
          viewBox={`0 0 ${BOX.width} ${BOX.height}`}
          preserveAspectRatio="none"
          className={classes.box}
          aria-hidden="true"
        >
          {drawn.limits.map(({ y }) => (
            <line key={y} x1={0} x2={BOX.width} y1={y} y2={y} className={classes.limit} />
          ))}
          <line x1={drawn.x(since)} x2={drawn.x(since)} y1={0} y2={BOX.height} className={classes.since} />
          <path d={drawn.curve} className={classes.curve} />
        </svg>
      )}
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
