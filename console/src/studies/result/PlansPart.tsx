import { Button, Group, Text, Title } from '@mantine/core'
import { Columns2 } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useFormats, useText } from '../../i18n/text'
import { type Answer, type Plan, planWords } from '../answer'
import type { StudioState } from '../studio/useStudio'
import { type Column, DataTable } from './DataTable'
import { PlansChart } from './PlansChart'
import classes from './Result.module.css'
import { useFigures } from './useFigures'

/** So many weightings of cost, reach, fairness and storms are drawn for the share of firsts. */
const WEIGHTINGS = 1_000

interface Props {
  studio: StudioState
  answer: Answer
}

/** The plans that a run weighs against each other: cost against value, their ranks, each on the map when it is pressed. */
export function PlansPart({ studio, answer }: Props) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const [all, setAll] = useState(false)
  const { plans } = answer
  if (plans.length < 2) return null
  const { run } = studio.shown
  const chosen = plans.find(({ id }) => id === studio.plan) ?? plans.find(({ kind }) => kind === 'best')
  const shown = all ? plans : plans.filter((one) => !one.beaten || one.id === chosen?.id)
  const columns: Column<Plan>[] = [
    {
      id: 'rank',
      title: text('siting-note-head-rank'),
      by: (one) => one.rank || Number.MAX_SAFE_INTEGER,
      show: (one) => one.rank || '–',
    },
    {
      id: 'plan',
      title: text('siting-note-head-plan'),
      by: (one) => one.id,
      show: (one) => (
        <Button
          variant="subtle"
          px={4}
          className={classes.site}
          aria-pressed={one.id === chosen?.id}
          onClick={() => studio.showPlan(one.id)}
        >
          {text(...planWords(one))}
        </Button>
      ),
    },
    {
      id: 'cost',
      title: text('siting-note-head-cost'),
      by: (one) => one.cost,
      show: (one) => number(one.cost, 0),
      figure: true,
    },
    {
      id: 'value',
      title: text('console-studies-head-value'),
      by: (one) => one.value,
      show: (one) => figures.value(one.value, answer.unit),
      figure: true,
    },
    {
      id: 'worst',
      title: text('siting-note-head-worst'),
      by: (one) => one.worst,
      show: (one) => figures.percent(one.worst),
      figure: true,
    },
    {
      id: 'first',
      title: text('siting-note-head-first'),
      by: (one) => one.first,
      show: (one) => figures.percent(one.first, 0),
      figure: true,
    },
  ]
  if (plans.some(({ storm_worst }) => storm_worst !== null)) {
    columns.push({
      id: 'storm',
      title: text('siting-note-head-storm'),
      by: (one) => one.storm_worst ?? -1,
      show: (one) => (one.storm_worst === null ? '–' : figures.value(one.storm_worst, answer.unit)),
      figure: true,
    })
  }
  return (
    <section aria-label={text('siting-note-plans')} className={classes.section}>
      <Title order={2} size="h4">
        {text('siting-note-plans')}
      </Title>
      <Text size="sm">{text('console-studies-plans-hint')}</Text>
      <Text size="sm" c="dimmed">
        {text('siting-note-plans-words', { draws: WEIGHTINGS })}
      </Text>
      <PlansChart
        plans={plans}
        unit={answer.unit}
        currency={studio.study.currency}
        chosen={chosen?.id ?? ''}
        onChoose={studio.showPlan}
      />
      <DataTable
        title={text('siting-note-plans')}
        rows={shown}
        columns={columns}
        keyOf={(one) => one.id}
        chosen={chosen?.id ?? ''}
        minWidth={520}
      />
      <Group gap="xs">
        {plans.some(({ beaten }) => beaten) && (
          <Button variant="default" aria-pressed={all} onClick={() => setAll(!all)}>
            {text(all ? 'console-studies-hide-beaten' : 'console-studies-show-beaten')}
          </Button>
        )}
        {run && chosen && chosen.kind !== 'best' && (
          <Button
            component={Link}
            href={`/study-comparison?a=${run.id}&b=${run.id}:${encodeURIComponent(chosen.id)}`}
            variant="default"
            leftSection={<Icon of={Columns2} size={20} />}
          >
            {text('console-studies-compare-best')}
          </Button>
        )}
      </Group>
    </section>
  )
}
