import { Badge, Button, Text, VisuallyHidden } from '@mantine/core'
import { ArrowUp, CircleCheck, FlaskConical, SearchX } from 'lucide'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { Empty } from '../app/states'
import { useNow } from '../app/useNow'
import { SeverityMark } from '../assets/SeverityMark'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { DrillMark } from './DrillMark'
import { DueClock } from './DueClock'
import { asSearch, type Filter } from './filter'
import { IncidentState } from './IncidentState'
import classes from './Queue.module.css'
import { MOST } from './queries'
import { isOver } from './states'
import { useKeptScroll } from './useKeptScroll'
import { useNews } from './useNews'

interface Props {
  incidents: readonly Api<'IncidentSummary'>[]
  chosen: string
  filter: Filter
  /** The filter takes some away: an empty list does not mean that all is well. */
  narrowed: boolean
  cut: boolean
  /** An arrow key was pressed in the list. */
  onMove: (step: 1 | -1) => void
}

/** So many rows are drawn at first; a storm opens hundreds. */
const STEP = 150

/** The incidents by urgency. New ones come in without moving what is being read. */
export function Queue({ incidents, chosen, filter, narrowed, cut, onMove }: Props) {
  const text = useText()
  const list = useRef<HTMLOListElement>(null)
  const [drawn, setDrawn] = useState(STEP)
  const [below, setBelow] = useState(false)
  const ids = useMemo(() => incidents.map(({ id }) => id), [incidents])
  const news = useNews(ids, asSearch(filter))
  const now = useNow()
  useKeptScroll(list, ids)
  const at = ids.indexOf(chosen)
  const shown = incidents.slice(0, Math.max(drawn, at + 1))

  useEffect(() => {
    const row = chosen && list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(chosen)}"]`)
    if (!row) return
    row.scrollIntoView({ block: 'nearest' })
    // Who goes through the list by the arrows goes on from there.
    if (list.current?.contains(document.activeElement)) row.querySelector('a')?.focus()
  }, [chosen])

  if (incidents.length === 0) {
    return narrowed ? (
      <Empty
        icon={SearchX}
        title={text('console-incidents-none-found')}
        hint={text('console-incidents-none-found-hint')}
      />
    ) : (
      <Empty
        icon={CircleCheck}
        title={text('console-incidents-none')}
        hint={text('console-incidents-none-hint')}
      />
    )
  }
  return (
    <div className={classes.frame}>
      <VisuallyHidden role="status">
        {news.size > 0 ? text('console-incidents-new', { count: news.size }) : ''}
      </VisuallyHidden>
      {news.size > 0 && below && (
        <Button
          className={classes.news}
          leftSection={<Icon of={ArrowUp} size={18} />}
          onClick={() => list.current?.scrollTo({ top: 0 })}
        >
          {text('console-incidents-new', { count: news.size })}
        </Button>
      )}
      <ol
        ref={list}
        className={classes.list}
        aria-label={text('console-incidents-queue')}
        onScroll={(event) => setBelow(event.currentTarget.scrollTop > 0)}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined
          if (!step) return
          event.preventDefault()
          onMove(step)
        }}
      >
        {shown.map((incident) => (
          <li key={incident.id} data-id={incident.id}>
            <Row
              incident={incident}
              href={
                incident.id === chosen
                  ? `/incidents/${incident.id}${asSearch(filter)}`
                  : `/incidents${asSearch(filter, { at: incident.id })}`
              }
              chosen={incident.id === chosen}
              fresh={news.has(incident.id)}
              now={now}
            />
          </li>
        ))}
        {shown.length < incidents.length && (
          <li>
            <Button variant="subtle" fullWidth onClick={() => setDrawn(shown.length + STEP)}>
              {text('console-incidents-more', { count: incidents.length - shown.length })}
            </Button>
          </li>
        )}
        {cut && (
          <li>
            <Text p="md" size="sm">
              {text('console-incidents-cut', { count: MOST })}
            </Text>
          </li>
        )}
      </ol>
    </div>
  )
}

interface RowProps {
  incident: Api<'IncidentSummary'>
  href: string
  chosen: boolean
  fresh: boolean
  now: Date
}

function Row({ incident, href, chosen, fresh, now }: RowProps) {
  const text = useText()
  const { language } = useLanguage()
  const { ago, minute } = useFormats()
  return (
    <Link
      href={href}
      replace={!chosen}
      className={classes.row}
      aria-current={chosen ? 'true' : undefined}
      data-fresh={fresh || undefined}
      data-severity={incident.severity}
    >
      <span className={classes.marks}>
        <SeverityMark severity={incident.severity} />
        <IncidentState state={incident.state} />
        {incident.drill && <DrillMark />}
        {fresh && <Badge variant="filled">{text('console-incidents-fresh')}</Badge>}
        <Text component="time" dateTime={incident.opened} size="sm" className={classes.age}>
          {ago(new Date(incident.opened), now)}
        </Text>
        {!isOver(incident.state) && (
          <Text
            component="span"
            className={classes.urgency}
            title={text('console-incidents-urgency', { urgency: incident.urgency })}
          >
            <VisuallyHidden>{text('console-incidents-urgency-word')} </VisuallyHidden>
            {incident.urgency}
          </Text>
        )}
      </span>
      <Text component="span" fw={650} display="block">
        {nameIn(language, { names: incident.names })}
      </Text>
      <Text component="span" size="sm" c="dimmed" display="block">
        {incident.simulated && <Simulated />}
        {[incident.asset_name, incident.place_name].filter(Boolean).join(' · ')}
      </Text>
      {(incident.due ?? incident.owner) ||
      incident.agency ||
      incident.escalations > 0 ||
      incident.snoozed_until ? (
        <span className={classes.work}>
          <DueClock of={incident} now={now} />
          {incident.snoozed_until && (
            <Text component="span" size="sm">
              {text('console-incidents-snoozed-until', { time: minute(new Date(incident.snoozed_until)) })}
            </Text>
          )}
          <Text component="span" size="sm">
            {[incident.owner_name, incident.agency_name].filter(Boolean).join(' · ')}
          </Text>
        </span>
      ) : null}
    </Link>
  )
}

function Simulated() {
  const text = useText()
  return (
    <span className={classes.simulated}>
      <Icon of={FlaskConical} size={14} />
      {text('console-simulated')}
    </span>
  )
}
