import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { Image, MapPin, SearchX, Siren } from 'lucide'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { byArrows } from '../app/arrows'
import { Icon } from '../app/Icon'
import { Empty } from '../app/states'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { useNews } from '../incidents/useNews'
import { ReportStatus } from './ReportStatus'
import classes from './Reports.module.css'

interface Props {
  reports: readonly Api<'Report'>[]
  chosen: string
  /** The filter as the end of an address. */
  search: string
  /** Reads the next page; none where all are shown. */
  more: (() => void) | undefined
  busy: boolean
}

/** The reports, the newest first. New ones are marked and said. */
export function ReportList({ reports, chosen, search, more, busy }: Props) {
  const text = useText()
  const now = useNow()
  const ids = useMemo(() => reports.map(({ id }) => id), [reports])
  const news = useNews(ids, search)
  if (reports.length === 0)
    return (
      <Empty icon={SearchX} title={text('console-reports-none')} hint={text('console-reports-none-hint')} />
    )
  return (
    <div className={classes.scroll}>
      <VisuallyHidden role="status">
        {news.size > 0 ? text('console-reports-new', { count: news.size }) : ''}
      </VisuallyHidden>
      <ol className={classes.list} aria-label={text('console-reports')} onKeyDown={byArrows}>
        {reports.map((report) => (
          <li key={report.id}>
            <Link
              href={`/reports/${report.id}${search}`}
              className={classes.row}
              aria-current={report.id === chosen ? 'true' : undefined}
              data-fresh={news.has(report.id) || undefined}
            >
              <Row report={report} fresh={news.has(report.id)} now={now} />
            </Link>
          </li>
        ))}
      </ol>
      {more && (
        <Button variant="subtle" fullWidth loading={busy} onClick={more}>
          {text('console-reports-more')}
        </Button>
      )}
    </div>
  )
}

function Row({ report, fresh, now }: { report: Api<'Report'>; fresh: boolean; now: Date }) {
  const text = useText()
  const { ago } = useFormats()
  return (
    <>
      <Group gap="xs">
        <Text component="span" fw={650}>
          {report.service_name}
        </Text>
        <ReportStatus report={report} />
        {fresh && <Badge variant="filled">{text('console-incidents-fresh')}</Badge>}
        <Text component="time" dateTime={report.received} size="sm" ml="auto">
          {ago(new Date(report.received), now)}
        </Text>
      </Group>
      {report.text && (
        <Text component="span" lang={report.language} lineClamp={2} className={classes.said}>
          {report.text}
        </Text>
      )}
      <Group gap="xs" component="span" className={classes.about}>
        {(report.place_name || report.address) && (
          <Text component="span" size="sm">
            <Icon of={MapPin} size={14} /> {[report.address, report.place_name].filter(Boolean).join(', ')}
          </Text>
        )}
        {report.has_photo && (
          <Text component="span" size="sm">
            <Icon of={Image} size={14} /> {text('console-reports-photo')}
          </Text>
        )}
        {report.incident && (
          <Text component="span" size="sm">
            <Icon of={Siren} size={14} /> {report.incident_title}
          </Text>
        )}
      </Group>
    </>
  )
}
