import { Group, Paper, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { byArrows } from '../app/arrows'
import { useMay } from '../app/session'
import { useFormats, useText } from '../i18n/text'
import { incidentReportsQuery } from './queries'
import { ReportStatus } from './ReportStatus'
import classes from './Reports.module.css'

/** What citizens have reported of an incident, as evidence; nothing where there is none or the reader may not know. */
export function IncidentReports({ incident }: { incident: string }) {
  return useMay('report.read') ? <Some incident={incident} /> : null
}

function Some({ incident }: { incident: string }) {
  const text = useText()
  const { minute } = useFormats()
  const { data } = useQuery(incidentReportsQuery(incident))
  if (!data || data.items.length === 0) return null
  const title = text('console-reports-of-incident', { count: data.items.length })
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <ol className={classes.list} onKeyDown={byArrows}>
        {data.items.map((report) => (
          <li key={report.id}>
            <Link href={`/reports/${report.id}`} className={classes.row}>
              <Group gap="xs">
                <Text component="span" fw={650}>
                  {report.service_name}
                </Text>
                <ReportStatus report={report} />
                <Text component="time" dateTime={report.received} size="sm" ml="auto">
                  {minute(new Date(report.received))}
                </Text>
              </Group>
              <Text component="span" lang={report.language} lineClamp={2} className={classes.said}>
                {report.text}
              </Text>
            </Link>
          </li>
        ))}
      </ol>
    </Paper>
  )
}
