import { Button, Group, Text } from '@mantine/core'
import { CircleCheck, Hand, type IconNode, Send, Undo2 } from 'lucide'
import { Icon } from '../app/Icon'
import { useFormats, useText } from '../i18n/text'
import { type LifeAct, possible, type Report } from './acts'
import type { ReportActs } from './useReportActs'

const ICONS: Readonly<Record<LifeAct, IconNode>> = {
  close: CircleCheck,
  reopen: Undo2,
  hold: Hand,
  release: Send,
}

/** Lets a report through or holds it back, closes it or opens it again. */
export function Life({ report, acts }: { report: Report; acts: ReportActs }) {
  const text = useText()
  const { minute } = useFormats()
  const byPlatform = report.closed_by.startsWith('system:')
  return (
    <div>
      {report.held && <Text mb="xs">{text('console-reports-held-hint')}</Text>}
      {report.closed && (
        <Text mb="xs">
          {text(byPlatform ? 'console-reports-closed-itself' : 'console-reports-closed-by', {
            name: report.closed_by_name,
            time: minute(new Date(report.closed)),
          })}
        </Text>
      )}
      <Group gap="xs">
        {possible(report).map((what, index) => (
          <Button
            key={what}
            variant={index === 0 && !report.closed ? 'light' : 'default'}
            leftSection={<Icon of={ICONS[what]} size={20} />}
            loading={acts.isPending && acts.variables.act.what === what}
            onClick={() => acts.mutate({ report, act: { what } })}
          >
            {text(`console-reports-do-${what}`)}
          </Button>
        ))}
      </Group>
    </div>
  )
}
