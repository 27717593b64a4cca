import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import { LoadingBar } from './LoadingBar'
import classes from './SingleLine.module.css'

/** What is known of the chosen symbol and of the line that leads to it. */
export function MarkAbout({ feeder, at }: { feeder: Api<'FeederDetail'>; at: number }) {
  const text = useText()
  const { number } = useFormats()
  const mark = feeder.diagram.marks[at]
  if (!mark) return null
  const beyond = feeder.ties.find(({ feeder: id }) => id !== '' && id === mark.leads_to)
  const rows: [key: string, value: ReactNode][] = [
    ['console-feeder-element', `${text(`console-feeder-symbol-${mark.symbol}`)} · ${mark.id}`],
    [
      'console-feeder-position',
      mark.closed !== null &&
        [
          text(mark.closed ? 'console-feeder-closed' : 'console-feeder-open'),
          text(mark.remote ? 'console-feeder-remote' : 'console-feeder-by-hand'),
        ].join(' · '),
    ],
    [
      'console-feeder-supply',
      text(mark.energised ? 'console-feeder-energised' : 'console-feeder-dead') +
        (mark.critical ? ` · ${text('console-feeder-critical')}` : ''),
    ],
    ['console-feeders-customers', mark.customers > 0 && number(mark.customers, 0)],
    [
      'console-feeder-section',
      mark.line &&
        [
          mark.line,
          text(mark.overhead ? 'console-feeder-overhead' : 'console-feeder-cable'),
          `${number(mark.length_m, 0)} m`,
        ].join(' · '),
    ],
    ['console-feeders-loading', mark.loading !== null && <LoadingBar loading={mark.loading} />],
    [
      'console-feeder-beyond',
      mark.leads_to && (
        <Link href={`/grid/feeders/${encodeURIComponent(mark.leads_to)}`} className={classes.link}>
          {beyond?.feeder_name || mark.leads_to}
        </Link>
      ),
    ],
    [
      'console-asset',
      mark.asset && (
        <Link href={`/assets/${encodeURIComponent(mark.asset)}`} className={classes.link}>
          {mark.asset}
        </Link>
      ),
    ],
  ]
  return (
    <dl className={classes.about}>
      {rows
        .filter(([, value]) => value)
        .map(([key, value]) => (
          <div key={key}>
            <Text component="dt" size="sm" c="dimmed">
              {text(key)}
            </Text>
            <dd className={classes.value}>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
