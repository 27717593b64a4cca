import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { Info } from 'lucide'
import type { ReactNode } from 'react'
import { Icon } from '../../app/Icon'
import { Empty } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { type Plan, planWords } from '../answer'
import type { StudioState } from '../studio/useStudio'
import { Downloads } from './Downloads'
import { PlansPart } from './PlansPart'
import classes from './Result.module.css'
import { CriteriaTable, LeftTable, MoreTable, PlanTable, SitesTable, UnitsTable } from './tables'
import { useFigures } from './useFigures'

/** What came of a study, in words and tables; what must be said beside every figure stands above them. */
export function ResultPart({ studio }: { studio: StudioState }) {
  const text = useText()
  const { number, minute } = useFormats()
  const figures = useFigures()
  const { shown, study } = studio
  const { answer, how, run } = shown
  if (!answer) {
    return <Empty title={text('console-studies-no-answer')} hint={text('console-studies-no-answer-hint')} />
  }
  const other = answer.plans.find(({ id, kind }) => id === studio.plan && kind !== 'best')
  const money = (value: number) =>
    text('console-studies-money', { value: number(value, 0), currency: study.currency })
  return (
    <Stack p="sm" gap="lg">
      <section aria-label={text('console-studies-found')} className={classes.section}>
        <Title order={2} size="h4">
          {text('console-studies-found')}
        </Title>
        <Text size="sm" c="dimmed">
          {run && how !== 'coarse'
            ? text('console-studies-of-run', {
                time: minute(new Date(run.ended ?? run.asked)),
                version: run.version,
              })
            : text('console-studies-of-trial')}
        </Text>
        {how === 'older' && run && (
          <Alert color="orange" icon={<Icon of={Info} />} p="xs">
            {text('console-studies-older')}
          </Alert>
        )}
        <Text fw={600}>
          {text(answer.unit === 'hours' ? 'siting-note-found-hours' : 'siting-note-found-percent', {
            sites: answer.sites.length,
            candidates: answer.candidates,
            cost: money(answer.cost),
            value: answer.value,
          })}
        </Text>
        <Text>{figures.gap(answer)}</Text>
        {answer.budget > 0 && (
          <Text size="sm">
            {text('console-studies-budget-left', {
              budget: money(answer.budget),
              left: money(Math.max(0, answer.budget - answer.cost)),
            })}
          </Text>
        )}
        {answer.marks.length > 0 && (
          <ul className={classes.marks} aria-label={text('console-studies-marks')}>
            {answer.marks.map((mark) => (
              <li key={mark}>{text(mark)}</li>
            ))}
          </ul>
        )}
        {run && how !== 'coarse' && <Downloads run={run} answer={answer} study={study} />}
      </section>
      {other && <OtherPlan plan={other} onBack={() => studio.showPlan('')} />}
      <Section title={text('siting-note-criteria')}>
        <CriteriaTable answer={answer} study={study} />
      </Section>
      <PlansPart studio={studio} answer={answer} />
      <Section title={text('siting-note-sites')}>
        {answer.draws > 0 && !other && (
          <Text size="sm" c="dimmed">
            {text('siting-note-firm-words', { draws: answer.draws })}
          </Text>
        )}
        {other ? (
          <PlanTable sites={other.sites} study={study} chosen={studio.site} onChoose={studio.setSite} />
        ) : (
          <SitesTable answer={answer} study={study} chosen={studio.site} onChoose={studio.setSite} />
        )}
      </Section>
      <Section title={text('siting-note-units')}>
        <UnitsTable answer={answer} />
      </Section>
      <Section title={text('siting-note-more')}>
        <MoreTable answer={answer} study={study} onChoose={studio.setSite} />
      </Section>
      {answer.left.length > 0 && (
        <Section title={text('siting-note-left')}>
          <LeftTable answer={answer} study={study} chosen={studio.site} onChoose={studio.setSite} />
        </Section>
      )}
    </Stack>
  )
}

/** Says that another plan is on the map than the run's own. */
function OtherPlan({ plan, onBack }: { plan: Plan; onBack: () => void }) {
  const text = useText()
  return (
    <Alert color="orange" icon={<Icon of={Info} />}>
      <Stack gap="xs" align="flex-start">
        <Text>{text('console-studies-other-plan', { plan: text(...planWords(plan)) })}</Text>
        <Button variant="default" onClick={onBack}>
          {text('console-studies-own-plan')}
        </Button>
      </Stack>
    </Alert>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className={classes.section}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </section>
  )
}
