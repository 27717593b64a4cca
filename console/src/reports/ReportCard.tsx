import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MapPin, PhoneCall } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useNow } from '../app/useNow'
import { NAMES_OF_LANGUAGES } from '../i18n/languages'
import { useFormats, useText } from '../i18n/text'
import { Answering } from './Answering'
import { Attaching } from './Attaching'
import { Contact } from './Contact'
import { Life } from './Life'
import { Photo } from './Photo'
import { servicesQuery } from './queries'
import { ReportMap } from './ReportMap'
import { ReportStatus } from './ReportStatus'
import classes from './Reports.module.css'
import { useReportActs } from './useReportActs'

/** One report: what was said and shown, where, whose case it is, and what the city answers. */
export function ReportCard({ report }: { report: Api<'Report'> }) {
  const text = useText()
  const { time, ago } = useFormats()
  const now = useNow()
  const may = useMay('report.manage')
  const mayRead = useMay('report.read_contact')
  const acts = useReportActs()
  const { data: services } = useQuery(servicesQuery)
  const call = services?.items.find(({ code }) => code === report.service)?.call_first
  const received = new Date(report.received)
  const where = [report.address, report.place_name].filter(Boolean).join(', ')
  const [origin, system] = report.origin.split(':', 2)
  return (
    <Paper withBorder p="md" component="article" aria-label={report.service_name}>
      <Stack gap="md">
        <div>
          <Group gap="xs">
            <Title order={2} size="h3">
              {report.service_name}
            </Title>
            <ReportStatus report={report} />
          </Group>
          <Text c="dimmed" size="sm">
            {[
              text('console-reports-code', { code: report.code }),
              text('console-reports-received', { time: time(received), ago: ago(received, now) }),
              text(`console-reports-origin-${origin}`, { system: system ?? '' }),
            ].join(' · ')}
          </Text>
          {call && (
            <Text fw={600}>
              <Icon of={PhoneCall} size={16} /> {text('report-call-first', { number: call })}
            </Text>
          )}
        </div>
        <div>
          <Badge variant="outline" mb={4}>
            {NAMES_OF_LANGUAGES[report.language]}
          </Badge>
          <Text lang={report.language} className={classes.words}>
            {report.text || text('console-reports-no-words')}
          </Text>
        </div>
        <Photo report={report} />
        <section aria-label={text('console-incidents-where')}>
          <Group gap="xs" mb="xs">
            <Icon of={MapPin} size={20} />
            {report.place ? (
              <Link href={`/places/${report.place}`} className={classes.place}>
                {where}
              </Link>
            ) : (
              <Text>{where || text('console-reports-nowhere')}</Text>
            )}
            {report.accuracy_m !== null && (
              <Text size="sm" c="dimmed">
                {text('console-reports-accuracy', { metres: Math.round(report.accuracy_m) })}
              </Text>
            )}
          </Group>
          <ReportMap report={report} />
        </section>
        {mayRead && <Contact report={report} />}
        <Attaching report={report} acts={acts} may={may} />
        <Answering report={report} acts={acts} may={may} />
        {may ? (
          <Life report={report} acts={acts} />
        ) : (
          <Text role="note">{text('console-reports-only-look')}</Text>
        )}
      </Stack>
    </Paper>
  )
}
