import { Table, Text, Title } from '@mantine/core'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { usePlaceName } from '../../places/usePlaceName'
import { compared, type PlanSite, paired, share } from '../answer'
import { SiteButton } from '../result/tables'
import { useFigures } from '../result/useFigures'
import classes from './Compare.module.css'
import type { Side } from './useSide'

interface Props {
  a: Side
  b: Side
}

interface WithSites extends Props {
  onSite: (site: string) => void
}

/** What two plans come to, with the differences, and which sites they share. */
export function Figures({ a, b, onSite }: WithSites) {
  const text = useText()
  const marks = [...new Set([...a.answer.marks, ...b.answer.marks])]
  const onlyWhole = !a.plan.answer || !b.plan.answer
  const sameUnit = a.answer.unit === b.answer.unit
  return (
    <>
      {marks.length > 0 && (
        <ul className={classes.marks} aria-label={text('console-studies-marks')}>
          {marks.map((mark) => (
            <li key={mark}>{text(mark)}</li>
          ))}
        </ul>
      )}
      {!sameUnit && <Text role="note">{text('console-studies-compare-units')}</Text>}
      {onlyWhole && <Text size="sm">{text('console-studies-compare-whole')}</Text>}
      <div className={classes.tables}>
        <Whole a={a} b={b} />
        <SharesOf a={a} b={b} of="criteria" />
        <SharesOf a={a} b={b} of="units" />
        <SitesOf a={a} b={b} onSite={onSite} />
      </div>
    </>
  )
}

interface Line {
  id: string
  name: string
  a: string
  b: string
  more: string
}

function Compared({ title, head, lines }: { title: string; head: string; lines: readonly Line[] }) {
  const text = useText()
  return (
    <section aria-label={title} className={classes.section}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Table verticalSpacing="xs" horizontalSpacing="xs" aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{head}</Table.Th>
            <Table.Th className={classes.figure}>A</Table.Th>
            <Table.Th className={classes.figure}>B</Table.Th>
            <Table.Th className={classes.figure}>{text('console-studies-difference')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td>{line.name}</Table.Td>
              <Table.Td className={classes.figure}>{line.a}</Table.Td>
              <Table.Td className={classes.figure}>{line.b}</Table.Td>
              <Table.Td className={classes.figure}>{line.more}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const signed = (value: number, said: string) => (value > 0 ? `+${said}` : value < 0 ? `−${said}` : said)

/** Value, bound, cost and number of sites. */
function Whole({ a, b }: Props) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const comparable = a.answer.unit === b.answer.unit
  const valued = (id: 'value' | 'bound', name: string): Line => ({
    id,
    name,
    a: figures.value(a.plan[id], a.answer.unit),
    b: figures.value(b.plan[id], b.answer.unit),
    more: comparable ? figures.more(b.plan[id] - a.plan[id], a.answer.unit) : '–',
  })
  const counted = (id: string, name: string, one: number, other: number): Line => ({
    id,
    name,
    a: number(one, 0),
    b: number(other, 0),
    more: signed(other - one, number(Math.abs(other - one), 0)),
  })
  const { currency } = a.study
  const lines = [
    valued('value', text('console-studies-head-value')),
    valued('bound', text('console-studies-head-bound')),
    counted('cost', text('console-studies-cost-in', { currency }), a.plan.cost, b.plan.cost),
    counted('sites', text('siting-note-head-count'), a.plan.sites.length, b.plan.sites.length),
  ]
  return (
    <Compared
      title={text('console-studies-figures')}
      head={text('console-studies-head-figure')}
      lines={b.study.currency === currency ? lines : lines.filter(({ id }) => id !== 'cost')}
    />
  )
}

/** What each criterion, or each unit, gets of either; only where both answers tell it. */
function SharesOf({ a, b, of }: Props & { of: 'criteria' | 'units' }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const figures = useFigures()
  const placeName = usePlaceName()
  const [ofA, ofB] = [a.plan.answer, b.plan.answer]
  if (!ofA || !ofB) return null
  const rows = (answer: typeof ofA) =>
    of === 'criteria'
      ? answer.criteria.map(({ criterion, ...gets }) => ({ id: criterion, ...gets }))
      : answer.units.map(({ unit, ...gets }) => ({ id: unit, ...gets }))
  const nameOf = (id: string) => {
    if (of === 'units') return placeName(id) || id
    const demand = [...a.study.demand, ...b.study.demand].find((one) => one.id === id)
    return demand ? nameIn(language, demand, id) : id
  }
  const lines = paired(rows(ofA), rows(ofB), ({ id }) => id).map(({ id, a: one, b: other }): Line => {
    const points = 100 * ((other ? share(other) : 0) - (one ? share(one) : 0))
    return {
      id,
      name: nameOf(id),
      a: one ? figures.percent(share(one)) : '–',
      b: other ? figures.percent(share(other)) : '–',
      more:
        one && other
          ? text('console-studies-points', { value: signed(points, number(Math.abs(points), 1)) })
          : '–',
    }
  })
  return (
    <Compared
      title={text(of === 'criteria' ? 'siting-note-criteria' : 'siting-note-units')}
      head={text(of === 'criteria' ? 'siting-note-head-criterion' : 'siting-note-head-unit')}
      lines={lines}
    />
  )
}

/** The sites that both plans have, and those that only one has. */
function SitesOf({ a, b, onSite }: WithSites) {
  const text = useText()
  const { language } = useLanguage()
  const found = compared(a.plan.sites, b.plan.sites)
  const changed = found.both.filter(({ alike }) => !alike)
  const optionOf = (side: Side, one: PlanSite) => {
    const option = side.study.option.find(({ id }) => id === one.option)
    return option ? nameIn(language, option, one.option) : one.option
  }
  const told = (side: Side) => (one: PlanSite) => ({ site: one.site, option: optionOf(side, one) })
  const lists = [
    ['only-a', found.onlyA.map(told(a))],
    ['only-b', found.onlyB.map(told(b))],
    [
      'changed',
      changed.map((one) => ({
        site: one.a.site,
        option: `${optionOf(a, one.a)} → ${optionOf(b, one.b)}`,
      })),
    ],
    ['both', found.both.filter(({ alike }) => alike).map((one) => told(a)(one.a))],
  ] as const
  return (
    <section aria-label={text('siting-note-sites')} className={classes.section}>
      <Title order={2} size="h4">
        {text('siting-note-sites')}
      </Title>
      {lists.map(([name, sites]) => (
        <div key={name}>
          <Text fw={600} size="sm">
            {text(`console-studies-sites-${name}`, { count: sites.length })}
          </Text>
          {sites.length > 0 && (
            <ul className={classes.siteList}>
              {sites.map(({ site, option }) => (
                <li key={site}>
                  <SiteButton site={site} onChoose={onSite} />
                  {option}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  )
}
