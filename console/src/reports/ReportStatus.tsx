import { Badge } from '@mantine/core'
import { CircleCheck, Eye, Hand, type IconNode, Inbox, Wrench } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import type { Status } from './filter'

const ICONS: Readonly<Record<Status, IconNode>> = {
  received: Inbox,
  known: Eye,
  worked_on: Wrench,
  solved: CircleCheck,
}

/** What the citizen sees of a report; and that it is held back, where it is. */
export function ReportStatus({ report }: { report: Pick<Api<'Report'>, 'status' | 'held'> }) {
  const text = useText()
  return (
    <>
      {report.held && (
        <Badge color="dark" variant="filled" leftSection={<Icon of={Hand} size={14} />}>
          {text('console-reports-held')}
        </Badge>
      )}
      <Badge variant="light" leftSection={<Icon of={ICONS[report.status]} size={14} />}>
        {text(`report-status-${report.status.replace('_', '-')}`)}
      </Badge>
    </>
  )
}
