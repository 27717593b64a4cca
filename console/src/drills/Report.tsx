import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, CircleX, ClockAlert, FileText, Hourglass, type IconNode } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { AssumedNote } from '../playbooks/AssumedNote'
import { useDraftName } from '../playbooks/useStepWords'
import classes from './Drills.module.css'
import { drillReportQuery } from './queries'
import { VERDICTS, type Verdict, verdictKey, wentWrong } from './report'

const ICONS: Readonly<Record<Verdict, IconNode>> = {
  missed: CircleX,
  late: ClockAlert,
  skipped: CircleSlash,
  open: Hourglass,
  no_deadline: CircleCheck,
  in_time: CircleCheck,
}

/** What a drill showed: what was missed first, then every step with its time. */
export function Report({ drill }: { drill: string }) {
  const text = useText()
  const query = useQuery(drillReportQuery(drill))
  const title = text('console-drills-report')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Button
          component="a"
          href={`/api/v1/drills/${drill}/report/pdf`}
          download
          variant="default"
          leftSection={<Icon of={FileText} size={20} />}
        >
          {text('console-drills-pdf')}
        </Button>
      </Group>
      <Loaded query={query}>{(report) => <Shown report={report} />}</Loaded>
    </Paper>
  )
}

function Shown({ report }: { report: Api<'DrillReport'> }) {
  const text = useText()
  const { number } = useFormats()
  const named = useDraftName()
  const wrong = wentWrong(report.steps)
  const minutes = (value: number | null) =>
    value === null
      ? text('console-drills-never')
      : text('console-drills-minutes', { minutes: number(value, 1) })
  const times = [
    ['confirmed', report.confirmed_min],
    ['assigned', report.assigned_min],
    ['started', report.started_min],
    ['resolved', report.resolved_min],
  ] as const
  return (
    <Stack gap="md">
      {report.state === 'running' && <Text>{text('console-drills-report-running')}</Text>}
      {report.assumed && <AssumedNote note={text('console-drills-assumed')} />}
      <ul className={classes.totals} aria-label={text('console-drills-totals')}>
        {VERDICTS.map((verdict) => (
          <li key={verdict} className={classes.total}>
            <Icon of={ICONS[verdict]} size={20} />
            <strong className={classes.figure}>{number(report.totals[verdict], 0)}</strong>
            {text(verdictKey(verdict))}
          </li>
        ))}
      </ul>
      <section aria-label={text('console-drills-wrong')}>
        <Title order={3} size="h5">
          {text('console-drills-wrong')}
        </Title>
        {wrong.length === 0 && <Text>{text('console-drills-wrong-none')}</Text>}
        <ul className={classes.injects}>
          {wrong.map((step) => (
            <li key={step.step} className={classes.inject}>
              <Icon of={ICONS[step.verdict]} size={22} />
              <div className={classes.words}>
                <Text fw={600}>{step.text}</Text>
                <Text size="sm">
                  {[
                    text(verdictKey(step.verdict)),
                    step.late_min !== null &&
                      text('console-drills-late-by', { minutes: number(step.late_min, 1) }),
                    step.responsible,
                    step.reason,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </div>
            </li>
          ))}
        </ul>
      </section>
      <dl className={classes.times}>
        {times.map(([what, value]) => (
          <div key={what}>
            <dt>{text(`console-drills-until-${what}`)}</dt>
            <dd>{minutes(value)}</dd>
          </div>
        ))}
      </dl>
      <Steps steps={report.steps} minutes={minutes} />
      {report.drafts.length > 0 && (
        <section aria-label={text('console-playbooks-drafts')}>
          <Title order={3} size="h5">
            {text('console-playbooks-drafts')}
          </Title>
          <ul className={classes.injects}>
            {report.drafts.map((draft) => (
              <li key={draft.draft}>
                <Text>
                  {named(draft)}
                  {': '}
                  {draft.sent
                    ? text('console-drills-sent', {
                        to: draft.sent_to,
                        minutes: number(draft.after_min ?? 0, 1),
                      })
                    : text('console-drills-not-sent')}
                </Text>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  )
}

interface StepsProps {
  steps: readonly Api<'ReportStep'>[]
  minutes: (value: number | null) => string
}

function Steps({ steps, minutes }: StepsProps) {
  const text = useText()
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {(['step', 'responsible', 'deadline', 'took', 'verdict'] as const).map((column) => (
              <Table.Th key={column}>{text(`console-drills-column-${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => (
            <Table.Tr key={step.step}>
              <Table.Td>{step.text}</Table.Td>
              <Table.Td>{[step.responsible, step.ended_by_name].filter(Boolean).join(' · ')}</Table.Td>
              <Table.Td className={classes.short}>
                {step.deadline_min === null ? '–' : minutes(step.deadline_min)}
              </Table.Td>
              <Table.Td className={classes.short}>
                {step.took_min === null ? '–' : minutes(step.took_min)}
              </Table.Td>
              <Table.Td>
                <Group component="span" gap={6} wrap="nowrap">
                  <Icon of={ICONS[step.verdict]} size={18} />
                  {text(verdictKey(step.verdict))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
