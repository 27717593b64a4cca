import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleDot } from 'lucide'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { Loaded } from '../../app/states'
import { useNow } from '../../app/useNow'
import { useFormats, useText } from '../../i18n/text'
import { asSearch, type Filter } from '../filter'
import { HAPPENED_ICONS } from '../icons'
import { latelyQuery } from '../queries'
import { happenedKey } from '../timeline'
import { barsOf, happenings } from './lately'
import classes from './Strip.module.css'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** The strip shows so many hours, in parts of ten minutes. */
const HOURS = 6
const PARTS = HOURS * 6
const MOST = 40

/** What happened in the last hours: how much was opened when, and each step of any incident as the way to it. */
export function Strip({ filter }: { filter: Filter }) {
  const query = useQuery(latelyQuery)
  return <Loaded query={query}>{(incidents) => <Drawn incidents={incidents} filter={filter} />}</Loaded>
}

interface Props {
  incidents: Parameters<typeof happenings>[0]
  filter: Filter
}

function Drawn({ incidents, filter }: Props) {
  const text = useText()
  const { ago, time } = useFormats()
  const now = useNow()
  const until = Math.ceil(now.getTime() / MINUTE_MS) * MINUTE_MS
  const since = until - HOURS * HOUR_MS
  const told = useMemo(() => happenings(incidents, since).slice(0, MOST), [incidents, since])
  const bars = useMemo(() => barsOf(incidents, since, until, PARTS), [incidents, since, until])
  const most = Math.max(1, ...bars.map(({ grave, other }) => grave + other))
  return (
    <section className={classes.strip} aria-label={text('console-incidents-lately')}>
      <div className={classes.chart} aria-hidden="true">
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${PARTS} 1`}
          preserveAspectRatio="none"
          className={classes.bars}
        >
          {bars.map(({ grave, other }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of the time are what their place is
            <g key={at}>
              <rect
                x={at + 0.1}
                width={0.8}
                y={1 - grave / most}
                height={grave / most}
                className={classes.grave}
              />
              <rect
                x={at + 0.1}
                width={0.8}
                y={1 - (grave + other) / most}
                height={other / most}
                className={classes.other}
              />
            </g>
          ))}
        </svg>
        <Text size="xs" c="dimmed" className={classes.span}>
          <span>{ago(new Date(since), new Date(until))}</span>
          <span>{text('console-incidents-opened-most', { count: most })}</span>
          <span>{text('console-incidents-now')}</span>
        </Text>
      </div>
      {told.length === 0 ? (
        <Text size="sm" c="dimmed" p="xs">
          {text('console-incidents-lately-none', { hours: HOURS })}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach what is out of sight
        <ol className={classes.list} tabIndex={0} aria-label={text('console-incidents-lately')}>
          {told.map(({ kind, time: when, incident }) => (
            <li key={`${incident.id} ${kind}`}>
              <Link
                href={`/incidents${asSearch(filter, { at: incident.id })}`}
                replace
                className={classes.one}
                title={time(new Date(when))}
              >
                <span className={classes.what}>
                  <Icon of={HAPPENED_ICONS[kind] ?? CircleDot} size={16} />
                  {text(happenedKey(kind))} ·{' '}
                  <time dateTime={new Date(when).toISOString()}>{ago(new Date(when), now)}</time>
                </span>
                <span className={classes.which}>{incident.title}</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
