import { Button, Text } from '@mantine/core'
import { Plus } from 'lucide'
import { useState } from 'react'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { type Answer, share } from '../answer'
import { FileField } from '../files/FileField'
import { Bar } from '../result/Bar'
import { changed, DEMAND_SOURCES, type Demand, idFrom, NEW_DEMAND, roundUp } from '../study'
import { useSaid } from '../useSaid'
import { Choice, Figure, Kinds, Line, Slide, Tick, WordsField } from './fields'
import { useForm } from './form'
import { Part } from './Part'
import classes from './Studio.module.css'

const LEAST_SCALE = 10

/** Whom to reach: the criteria with their weights, and what of each the shown plan reaches. */
export function DemandPart({ answer }: { answer: Answer | undefined }) {
  const text = useText()
  const { study, edit, fixed } = useForm()
  const inEach = useSaid()
  // The scale stays while a weight is dragged along it.
  const [most] = useState(() => roundUp(Math.max(LEAST_SCALE, ...study.demand.map(({ weight }) => weight))))
  const [fresh, setFresh] = useState('')
  const all = study.demand.reduce((sum, { weight }) => sum + weight, 0)
  const add = () => {
    const taken = study.demand.map(({ id }) => id)
    const id = idFrom('demand', taken, 'demand')
    const made = { ...NEW_DEMAND, id, names: inEach('console-studies-new-demand'), assumed: true }
    setFresh(id)
    edit({ demand: [...study.demand, made] })
  }
  return (
    <>
      <ul className={classes.parts}>
        {study.demand.map((demand, at) => (
          <Criterion
            // biome-ignore lint/suspicious/noArrayIndexKey: a criterion may be given another id while it is written
            key={at}
            demand={demand}
            at={at}
            most={most}
            all={all}
            fresh={demand.id === fresh}
            answer={answer}
          />
        ))}
      </ul>
      {!fixed && (
        <Button variant="default" leftSection={<Icon of={Plus} size={20} />} onClick={add}>
          {text('console-studies-add-demand')}
        </Button>
      )}
    </>
  )
}

interface CriterionProps {
  demand: Demand
  at: number
  most: number
  all: number
  fresh: boolean
  answer: Answer | undefined
}

function Criterion({ demand, at, most, all, fresh, answer }: CriterionProps) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const { study, edit } = useForm()
  const put = (part: Partial<Demand>, path = '') => edit({ demand: changed(study.demand, at, part) }, path)
  const path = (field: string) => `demand.${at}.${field}`
  const label = (field: string) => text(`console-studies-field-${field}`)
  const name = nameIn(language, demand, demand.id)
  const gets = answer?.criteria.find(({ criterion }) => criterion === demand.id)
  const last = study.demand.length === 1
  return (
    <Part
      name={name}
      about={text(`console-studies-source-${demand.source}`)}
      assumed={demand.assumed}
      opened={fresh}
      onDelete={last ? undefined : () => edit({ demand: study.demand.filter((_, index) => index !== at) })}
      head={
        <>
          <Slide
            path={path('weight')}
            label={text('console-studies-weight-of', { name })}
            value={demand.weight}
            max={most}
            step={most / 100}
            said={text('console-studies-weight-share', {
              share: number(all > 0 ? (100 * demand.weight) / all : 0, 0),
            })}
            onChange={(weight, of) => put({ weight }, of)}
          />
          {gets && (
            <Bar
              label={text('console-studies-reached-of', { name })}
              share={share(gets)}
              said={text('console-studies-reached-share', { share: number(100 * share(gets), 1) })}
            />
          )}
        </>
      }
    >
      <WordsField
        path={path('names')}
        label={label('names')}
        value={demand.names}
        onChange={(names, of) => put({ names }, of)}
      />
      <Choice
        path={path('source')}
        label={label('source')}
        value={demand.source}
        choices={DEMAND_SOURCES}
        said={(one) => text(`console-studies-source-${one}`)}
        // A file that the form shows no more would be held back from being deleted.
        onChange={(source) => put({ source, ...(source !== 'file' && { file: '', column: '' }) })}
      />
      {(demand.source === 'assets' || demand.source === 'places') && (
        <KindsOf demand={demand} path={path('kinds')} onKinds={(kinds) => put({ kinds })} />
      )}
      {demand.source === 'file' && (
        <>
          <FileField
            use="points"
            path={path('file')}
            label={label('file')}
            description={text('console-studies-file-hint')}
            value={demand.file}
            onChange={(file, of) => put({ file }, of)}
          />
          <Line
            path={path('column')}
            label={label('column')}
            description={text('console-studies-column-hint')}
            value={demand.column}
            onChange={(column, of) => put({ column }, of)}
          />
        </>
      )}
      {study.method === 'supply' && (
        <Figure
          path={path('load_w')}
          label={label('load-w')}
          value={demand.load_w}
          step={1000}
          onChange={(load_w, of) => put({ load_w }, of)}
        />
      )}
      <Kinds
        path={path('served_by')}
        label={label('served-by')}
        description={text('console-studies-served-hint')}
        value={demand.served_by}
        onChange={(served_by) => put({ served_by })}
      />
      {demand.served_by.length > 0 && (
        <Figure
          path={path('served_m')}
          label={label('served-m')}
          value={demand.served_m}
          max={100_000}
          step={100}
          onChange={(served_m, of) => put({ served_m }, of)}
        />
      )}
      <Line
        path={path('note')}
        label={label('note')}
        value={demand.note}
        onChange={(note, of) => put({ note }, of)}
      />
      <Tick
        path={path('assumed')}
        label={label('assumed')}
        value={demand.assumed}
        onChange={(assumed) => put({ assumed })}
      />
      <Text size="xs" c="dimmed">
        {text('console-studies-id-of', { id: demand.id })}
      </Text>
    </Part>
  )
}

interface KindsProps {
  demand: Demand
  path: string
  onKinds: (kinds: string[]) => void
}

/** Kinds of assets; of places there are few, and their names are the pack's own. */
const kindsIn = (said: string) =>
  said
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

function KindsOf({ demand, path, onKinds }: KindsProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  if (demand.source === 'assets') {
    return (
      <Kinds
        path={path}
        label={text('console-studies-field-kinds')}
        value={demand.kinds}
        onChange={onKinds}
      />
    )
  }
  return (
    <Line
      path={path}
      label={text('console-studies-field-place-kinds')}
      description={text('console-studies-place-kinds-hint')}
      // As it was typed, comma and all, as long as it says the same.
      value={kindsIn(typed).join() === demand.kinds.join() ? typed : demand.kinds.join(', ')}
      onChange={(said) => {
        setTyped(said)
        onKinds(kindsIn(said))
      }}
    />
  )
}
