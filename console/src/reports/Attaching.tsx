import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link2, Siren, Unlink } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import { Newer, useNewer } from '../app/Newer'
import { useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import { OtherIncident } from '../incidents/case/OtherIncident'
import type { Report } from './acts'
import classes from './Reports.module.css'
import type { ReportActs } from './useReportActs'

interface Props {
  report: Report
  acts: ReportActs
  may: boolean
}

/** Which incident a report belongs to: it is evidence there, and shares its fate. */
export function Attaching({ report, acts, may }: Props) {
  const text = useText()
  const [choosing, setChoosing] = useState(false)
  const title = text('console-reports-incident')
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {report.incident ? (
        <Link href={`/incidents/${report.incident}`} className={classes.place}>
          <Icon of={Siren} size={20} /> {report.incident_title || report.incident}
        </Link>
      ) : (
        <Text c="dimmed">{text('console-reports-incident-none')}</Text>
      )}
      {may && choosing && <Choosing report={report} acts={acts} onDone={() => setChoosing(false)} />}
      {may && !choosing && !report.held && (
        <Group gap="xs">
          <Button
            variant={report.incident ? 'default' : 'filled'}
            leftSection={<Icon of={Link2} size={20} />}
            onClick={() => setChoosing(true)}
          >
            {text(report.incident ? 'console-reports-move' : 'console-reports-attach')}
          </Button>
          {report.incident && (
            <Button
              variant="default"
              leftSection={<Icon of={Unlink} size={20} />}
              loading={acts.isPending && acts.variables.act.what === 'detach'}
              onClick={() => acts.mutate({ report, act: { what: 'detach' } })}
            >
              {text('console-reports-detach')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}

/** Asks for the incident. */
function Choosing({ report, acts, onDone }: Omit<Props, 'may'> & { onDone: () => void }) {
  const text = useText()
  const [incident, setIncident] = useState('')
  const [newer, goOn] = useNewer(report.incident, acts.isPending)
  return (
    <ActForm
      label={text('console-reports-attach')}
      busy={acts.isPending}
      ready={incident !== '' && incident !== report.incident && !newer}
      onSend={() => acts.mutate({ report, act: { what: 'attach', incident } }, { onSuccess: onDone })}
      onCancel={onDone}
    >
      {newer && (
        <Newer
          title={
            report.incident
              ? text('console-reports-attach-newer', { incident: report.incident_title || report.incident })
              : text('console-reports-attach-gone')
          }
          onGoOn={goOn}
        />
      )}
      <OtherIncident but={[report.incident]} drill={false} over value={incident} onChange={setIncident} />
    </ActForm>
  )
}
