import { Badge } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useText } from '../i18n/text'
import classes from '../incidents/OpenCount.module.css'
import { newestReportQuery } from './queries'

const ID = 'new-report'
const SHOWN_MS = 10_000

/** How many reports wait, at the page's name in the navigation; a new one is told wherever the reader is. */
export function ReportCount() {
  const text = useText()
  const [path] = useLocation()
  const { data } = useQuery(newestReportQuery)
  const newest = data?.items[0]
  const known = useRef<string | null>(null)
  const elsewhere = !path.startsWith('/reports')
  useEffect(() => {
    if (!data) return
    const before = known.current
    const received = newest?.received ?? ''
    // A newest one that is older than the one before has only lost its follower.
    if (before !== null && received <= before) return
    known.current = received
    if (before === null || !newest || !elsewhere) return
    notifications.hide(ID)
    notifications.show({
      id: ID,
      autoClose: SHOWN_MS,
      closeButtonProps: { 'aria-label': text('console-dismiss') },
      title: text('console-reports-new-one'),
      message: [newest.service_name, newest.place_name || newest.address].filter(Boolean).join(' · '),
    })
  }, [data, newest, elsewhere, text])
  const waiting = (data?.open ?? 0) + (data?.held ?? 0)
  if (!data || waiting === 0) return null
  return (
    <Badge
      className={classes.count}
      aria-label={text('console-reports-waiting', { open: data.open, held: data.held })}
      role="img"
    >
      {waiting > 999 ? '999+' : waiting}
    </Badge>
  )
}
