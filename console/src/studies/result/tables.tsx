import { Button, Text } from '@mantine/core'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { usePlaceName } from '../../places/usePlaceName'
import { type Answer, type PlanSite, share } from '../answer'
import type { Study } from '../study'
import { Bar } from './Bar'
import { type Column, DataTable } from './DataTable'
import classes from './Result.module.css'
import { useFigures } from './useFigures'

interface Of {
  answer: Answer
  study: Pick<Study, 'demand' | 'option' | 'currency'>
}

interface OfSites extends Of {
  chosen: string
  onChoose: (site: string) => void
}

/** Returns a function that names an option of the study. */
export function useOptionName({ option }: Pick<Study, 'option'>): (id: string) => string {
  const { language } = useLanguage()
  return (id) => {
    const found = option.find((one) => one.id === id)
    return found ? nameIn(language, found, id) : id
  }
}

/** A site that is shown on the map when it is pressed. */
export function SiteButton({
  site,
  name = '',
  onChoose,
}: {
  site: string
  name?: string
  onChoose: (site: string) => void
}) {
  return (
    <Button variant="subtle" px={4} className={classes.site} onClick={() => onChoose(site)}>
      {name || site}
    </Button>
  )
}

/** The chosen sites, what each adds and reaches, and how firmly it stands. */
export function SitesTable({ answer, study, chosen, onChoose }: OfSites) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const placeName = usePlaceName()
  const optionName = useOptionName(study)
  const value = (one: number) => figures.value(one, answer.unit)
  const columns: Column<Answer['sites'][number]>[] = [
    { id: 'number', title: text('siting-note-head-number'), by: (_, at) => at + 1 },
    {
      id: 'site',
      title: text('siting-note-head-site'),
      by: (one) => one.name || one.site,
      show: (one) => <SiteButton site={one.site} name={one.name} onChoose={onChoose} />,
    },
    { id: 'unit', title: text('siting-note-head-unit'), by: (one) => placeName(one.unit) || one.unit || '–' },
    { id: 'option', title: text('siting-note-head-option'), by: (one) => optionName(one.option) },
    {
      id: 'cost',
      title: text('siting-note-head-cost'),
      by: (one) => one.cost,
      show: (one) => number(one.cost),
      figure: true,
    },
    {
      id: 'adds',
      title: text('siting-note-head-adds'),
      by: (one) => one.adds,
      show: (one) => value(one.adds),
      figure: true,
    },
    {
      id: 'own',
      title: text('siting-note-head-own'),
      by: (one) => one.own,
      show: (one) => value(one.own),
      figure: true,
    },
  ]
  if (answer.sites.some(({ powered }) => powered !== null)) {
    columns.push({
      id: 'powered',
      title: text('console-studies-head-powered'),
      by: (one) => one.powered ?? 0,
      show: (one) => (one.powered === null ? '–' : figures.percent(one.powered, 0)),
      figure: true,
    })
  }
  if (answer.draws > 0) {
    columns.push({
      id: 'standing',
      title: text('siting-note-head-standing'),
      by: (one) => one.in_plans ?? 0,
      show: (one) => (one.in_plans === null ? '–' : figures.percent(one.in_plans, 0)),
      figure: true,
    })
  }
  return (
    <DataTable
      title={text('siting-note-sites')}
      rows={answer.sites}
      columns={columns}
      keyOf={(one) => one.site}
      chosen={chosen}
      minWidth={720}
    />
  )
}

interface OfPlan extends Omit<OfSites, 'answer'> {
  sites: readonly PlanSite[]
}

/** The sites of a plan that is only compared: where it puts what. */
export function PlanTable({ sites, study, chosen, onChoose }: OfPlan) {
  const text = useText()
  const optionName = useOptionName(study)
  const columns: Column<PlanSite>[] = [
    { id: 'number', title: text('siting-note-head-number'), by: (_, at) => at + 1 },
    {
      id: 'site',
      title: text('siting-note-head-site'),
      by: (one) => one.site,
      show: (one) => <SiteButton site={one.site} onChoose={onChoose} />,
    },
    { id: 'option', title: text('siting-note-head-option'), by: (one) => optionName(one.option) },
  ]
  return (
    <DataTable
      title={text('siting-note-sites')}
      rows={sites}
      columns={columns}
      keyOf={(one) => one.site}
      chosen={chosen}
    />
  )
}

/** What each criterion gets. */
export function CriteriaTable({ answer, study }: Of) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const figures = useFigures()
  return (
    <ul className={classes.bars}>
      {answer.criteria.map((one) => {
        const demand = study.demand.find(({ id }) => id === one.criterion)
        const name = demand ? nameIn(language, demand, demand.id) : one.criterion
        return (
          <li key={one.criterion}>
            <Text size="sm" fw={500}>
              {name}
            </Text>
            <Bar label={name} share={share(one)} said={figures.percent(share(one))} />
            <Text size="xs" c="dimmed">
              {text('console-studies-of-asked', {
                reached: number(one.reached, 0),
                asked: number(one.demand, 0),
              })}
            </Text>
          </li>
        )
      })}
    </ul>
  )
}

/** What each unit gets. */
export function UnitsTable({ answer }: { answer: Answer }) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const placeName = usePlaceName()
  const columns: Column<Answer['units'][number]>[] = [
    { id: 'unit', title: text('siting-note-head-unit'), by: (one) => placeName(one.unit) || one.unit },
    {
      id: 'asked',
      title: text('siting-note-head-asked'),
      by: (one) => one.demand,
      show: (one) => figures.value(one.demand, answer.unit),
      figure: true,
    },
    {
      id: 'share',
      title: text('siting-note-head-share'),
      by: share,
      show: (one) => (one.demand > 0 ? figures.percent(share(one)) : '–'),
      figure: true,
    },
    {
      id: 'sites',
      title: text('siting-note-head-count'),
      by: (one) => one.sites,
      show: (one) => number(one.sites),
      figure: true,
    },
  ]
  return (
    <div className={classes.tall}>
      <DataTable
        title={text('siting-note-units')}
        rows={answer.units}
        columns={columns}
        keyOf={(one) => one.unit}
      />
    </div>
  )
}

/** What more money buys, one after the other. */
export function MoreTable({ answer, study, onChoose }: Of & { onChoose: (site: string) => void }) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const optionName = useOptionName(study)
  if (answer.more.length === 0) return <Text size="sm">{text('siting-note-more-nothing')}</Text>
  const columns: Column<Answer['more'][number]>[] = [
    {
      id: 'site',
      title: text('siting-note-head-site'),
      by: (one) => one.site,
      show: (one) => <SiteButton site={one.site} onChoose={onChoose} />,
    },
    { id: 'option', title: text('siting-note-head-option'), by: (one) => optionName(one.option) },
    {
      id: 'cost',
      title: text('siting-note-head-cost'),
      by: (one) => one.cost,
      show: (one) => number(one.cost),
      figure: true,
    },
    {
      id: 'adds',
      title: text('siting-note-head-adds'),
      by: (one) => one.adds,
      show: (one) => figures.value(one.adds, answer.unit),
      figure: true,
    },
  ]
  return (
    <>
      <Text size="sm">{text('siting-note-more-words')}</Text>
      <DataTable
        title={text('siting-note-more')}
        rows={answer.more}
        columns={columns}
        keyOf={(one) => one.site}
      />
    </>
  )
}

/** The best of the sites that were left, and why they were. */
export function LeftTable({ answer, study, chosen, onChoose }: OfSites) {
  const text = useText()
  const figures = useFigures()
  const optionName = useOptionName(study)
  const columns: Column<Answer['left'][number]>[] = [
    {
      id: 'site',
      title: text('siting-note-head-site'),
      by: (one) => one.site,
      show: (one) => <SiteButton site={one.site} onChoose={onChoose} />,
    },
    { id: 'option', title: text('siting-note-head-option'), by: (one) => optionName(one.option) },
    {
      id: 'own',
      title: text('siting-note-head-own'),
      by: (one) => one.own,
      show: (one) => figures.value(one.own, answer.unit),
      figure: true,
    },
    {
      id: 'why',
      title: text('siting-note-head-why'),
      by: (one) => text(`siting-note-why-${one.reason.replace('_', '-')}`, { rival: one.rival || '–' }),
    },
  ]
  return (
    <div className={classes.tall}>
      <DataTable
        title={text('siting-note-left')}
        rows={answer.left}
        columns={columns}
        keyOf={(one) => one.site}
        chosen={chosen}
        minWidth={520}
      />
    </div>
  )
}
