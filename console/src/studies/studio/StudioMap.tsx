import { Badge, Button, Loader, Paper, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronDown, ChevronUp, FlaskConical } from 'lucide'
import { useCallback, useMemo } from 'react'
import { Problem } from '../../api/problem'
import { Icon } from '../../app/Icon'
import { useProblemText } from '../../app/problems'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { type PlanSite, planOf } from '../answer'
import { OptionMark } from '../map/OptionMark'
import { StudyMap } from '../map/StudyMap'
import type { Look } from '../map/symbols'
import { useFigures } from '../result/useFigures'
import { type Study, studyOf } from '../study'
import { DrawBar } from './AreasPart'
import { SiteCard } from './SiteCard'
import classes from './Studio.module.css'
import type { StudioState } from './useStudio'

const NO_SITES: readonly PlanSite[] = []

/** The map of the studio: what the shown plan does, its headline above, what is touched or drawn below. */
export function StudioMap({ studio }: { studio: StudioState }) {
  const text = useText()
  const { study, shown, drawing, site, setSite, plan: planId } = studio
  const { answer, how } = shown
  const plan = useMemo(() => (answer ? planOf(answer, planId) : null), [answer, planId])
  // A run's sites reach as far as what was asked then says.
  const drawn = useMemo(
    () => (answer && how === 'older' ? { ...studyOf(answer.study), limits: study.limits } : study),
    [answer, how, study],
  )
  const firm = useMemo(
    () => new Set(answer?.sites.flatMap((one) => (one.standing === 'core' ? [one.site] : []))),
    [answer],
  )
  const { must } = study.limits
  const lookOf = useCallback(
    (one: PlanSite): Look => (must.includes(one.site) ? 'must' : firm.has(one.site) ? 'core' : 'chosen'),
    [must, firm],
  )
  return (
    <StudyMap
      title={text('console-studies-map')}
      study={drawn}
      sites={plan?.sites ?? NO_SITES}
      {...(plan?.answer && { left: plan.answer.left })}
      {...(plan?.answer && { units: plan.answer.units })}
      areas={study.area}
      area={drawing.area?.id ?? ''}
      lookOf={lookOf}
      drawing={drawing.drawing}
      chosen={site}
      onChoose={setSite}
    >
      <Headline studio={studio} />
      <div className={classes.notes}>
        {drawing.area && <DrawBar drawing={drawing} />}
        {site && <SiteCard studio={studio} />}
        <Legend study={drawn} />
      </div>
    </StudyMap>
  )
}

/** What the shown plan comes to, in one line: it changes with every change of the form. */
function Headline({ studio }: { studio: StudioState }) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const say = useProblemText()
  const { shown, study, plan: planId } = studio
  const { answer, how, waiting, error } = shown
  if (error) {
    const [fault] = error instanceof Problem ? error.faults : []
    const { title, remedy } = say(fault ? new Problem(422, fault.key, fault.fields) : error)
    return (
      <Paper withBorder className={classes.headline} role="alert">
        <Text fw={600}>{title}</Text>
        <Text size="sm">{remedy}</Text>
        {/* What the form says is asked again as soon as it is changed. */}
        {!fault && (
          <Button variant="default" onClick={shown.retry}>
            {text('console-try-again')}
          </Button>
        )}
      </Paper>
    )
  }
  const plan = answer && planOf(answer, planId)
  return (
    <Paper withBorder className={classes.headline} aria-live="polite" aria-busy={waiting}>
      {answer && plan && (
        <>
          <span className={classes.value}>{figures.value(plan.value, answer.unit)}</span>
          <span>
            {text('console-studies-sites-cost', {
              sites: plan.sites.length,
              cost: text('console-studies-money', { value: number(plan.cost, 0), currency: study.currency }),
            })}
          </span>
          <Badge
            size="lg"
            variant={how === 'exact' ? 'light' : 'outline'}
            color={how === 'exact' ? 'celadon' : 'orange'}
            c="var(--mantine-color-text)"
            {...(how === 'coarse' && { leftSection: <Icon of={FlaskConical} size={16} /> })}
          >
            {text(`console-studies-how-${how}`)}
          </Badge>
        </>
      )}
      {!answer && !waiting && <span>{text('console-studies-no-answer')}</span>}
      {waiting && (
        <span className={classes.waiting}>
          <Loader size="xs" type="oval" aria-hidden="true" />
          {text('console-studies-reckoning')}
        </span>
      )}
    </Paper>
  )
}

/** What the forms on the map mean. */
function Legend({ study }: { study: Pick<Study, 'option'> }) {
  const text = useText()
  const { language } = useLanguage()
  const [opened, { toggle }] = useDisclosure(false)
  return (
    <Paper withBorder>
      <Button
        variant="subtle"
        color="gray"
        aria-expanded={opened}
        rightSection={<Icon of={opened ? ChevronDown : ChevronUp} size={18} />}
        onClick={toggle}
      >
        {text('console-studies-legend')}
      </Button>
      {opened && (
        <ul className={classes.legend}>
          {study.option.map((option, at) => (
            <li key={option.id}>
              <OptionMark option={at} />
              {nameIn(language, option, option.id)}
            </li>
          ))}
          <li>
            <OptionMark option={0} look="ringed" />
            {text('console-studies-legend-firm')}
          </li>
          <li>
            <OptionMark option={0} look="hollow" />
            {text('console-studies-legend-left')}
          </li>
          <li>
            <span className={classes.ringed} aria-hidden="true" />
            {text('console-studies-legend-demand')}
          </li>
          <li>
            <span className={classes.reach} aria-hidden="true" />
            {text('console-studies-legend-reach')}
          </li>
        </ul>
      )}
    </Paper>
  )
}
