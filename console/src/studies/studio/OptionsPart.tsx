import { Button, Text } from '@mantine/core'
import { Plus } from 'lucide'
import { useState } from 'react'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { OptionMark } from '../map/OptionMark'
import { changed, DECAYS, idFrom, NEW_OPTION, type Option } from '../study'
import { useSaid } from '../useSaid'
import { Choice, Figure, Line, Tick, WordsField } from './fields'
import { useForm } from './form'
import { Part } from './Part'
import classes from './Studio.module.css'

/** What can be put on a site. */
export function OptionsPart() {
  const text = useText()
  const { study, edit, fixed } = useForm()
  const inEach = useSaid()
  const [fresh, setFresh] = useState('')
  const add = () => {
    const id = idFrom(
      'option',
      study.option.map((one) => one.id),
      'option',
    )
    const last = study.option.at(-1) ?? NEW_OPTION
    const made = { ...last, id, names: inEach('console-studies-new-option'), note: '', assumed: true }
    setFresh(id)
    edit({ option: [...study.option, made] })
  }
  return (
    <>
      <ul className={classes.parts}>
        {study.option.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its place says which symbol it has on the map
          <One key={at} option={option} at={at} fresh={option.id === fresh} />
        ))}
      </ul>
      {!fixed && (
        <Button variant="default" leftSection={<Icon of={Plus} size={20} />} onClick={add}>
          {text('console-studies-add-option')}
        </Button>
      )}
    </>
  )
}

function One({ option, at, fresh }: { option: Option; at: number; fresh: boolean }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const { study, edit } = useForm()
  const put = (part: Partial<Option>, path = '') => edit({ option: changed(study.option, at, part) }, path)
  const supply = study.method === 'supply'
  const figure = (
    field: keyof Option & string,
    limits: { min?: number; max?: number; whole?: boolean } = {},
  ) => (
    <Figure
      path={`option.${at}.${field}`}
      label={text(`console-studies-field-${field.replaceAll('_', '-')}`)}
      value={option[field] as number}
      {...limits}
      onChange={(value, path) => put({ [field]: value }, path)}
    />
  )
  const path = (field: string) => `option.${at}.${field}`
  const cost = text('console-studies-money', { value: number(option.cost), currency: study.currency })
  const last = study.option.length === 1
  return (
    <Part
      name={nameIn(language, option, option.id)}
      about={
        option.range_m > 0
          ? text('console-studies-option-about', { cost, range: number(option.range_m) })
          : cost
      }
      assumed={option.assumed}
      before={<OptionMark option={at} />}
      opened={fresh}
      onDelete={last ? undefined : () => edit({ option: study.option.filter((_, index) => index !== at) })}
    >
      <WordsField
        path={path('names')}
        label={text('console-studies-field-names')}
        value={option.names}
        onChange={(names, of) => put({ names }, of)}
      />
      <div className={classes.pair}>
        {figure('cost')}
        {figure('running_cost')}
      </div>
      {supply ? (
        <div className={classes.pair}>
          {figure('supply_w')}
          {figure('energy_wh')}
        </div>
      ) : (
        <>
          <div className={classes.pair}>
            {figure('range_m', { max: 100_000 })}
            {figure('near_m', { max: 100_000 })}
            {figure('angle_deg', { min: 1, max: 360 })}
            {figure('headings', { min: 1, max: 36, whole: true })}
          </div>
          <Choice
            path={path('decay')}
            label={text('console-studies-field-decay')}
            value={option.decay}
            choices={DECAYS}
            said={(one) => text(`console-studies-decay-${one}`)}
            onChange={(decay) => put({ decay })}
          />
          {(study.method === 'median' || option.capacity > 0) && figure('capacity')}
          {figure('power_w')}
        </>
      )}
      <Line
        path={path('note')}
        label={text('console-studies-field-note')}
        value={option.note}
        onChange={(note, of) => put({ note }, of)}
      />
      <Tick
        path={path('assumed')}
        label={text('console-studies-field-assumed')}
        value={option.assumed}
        onChange={(assumed) => put({ assumed })}
      />
      <Text size="xs" c="dimmed">
        {text('console-studies-id-of', { id: option.id })}
      </Text>
    </Part>
  )
}
