import {
  Input,
  MultiSelect,
  NumberInput,
  Paper,
  SegmentedControl,
  Select,
  TextInput,
  Title,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { useCity } from '../app/session'
import { unitText } from '../assets/values'
import { useText } from '../i18n/text'
import type { Draft, Figure } from './draft'
import classes from './Editor.module.css'
import { useField, useForm } from './form'
import { channelOf } from './useRuleWords'

const OPS = ['ge', 'gt', 'le', 'lt'] as const

/** When a rule fires, and how long it must hold; the fields are those of its kind. */
export function Conditions() {
  const text = useText()
  const { draft } = useForm()
  const own: Record<Draft['kind'], ReactNode> = {
    threshold: <Threshold />,
    heartbeat: <Heartbeat />,
    quality: <Quality />,
    anomaly: <FigureField name="min_score" hint="console-rules-score-hint" />,
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-rules-when')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-rules-when')}
      </Title>
      <div className={classes.fields}>
        {own[draft.kind]}
        <FigureField name="min_duration_s" unit="s" hint="console-rules-min-duration-hint" />
        <FigureField name="clear_duration_s" unit="s" hint="console-rules-clear-duration-hint" />
      </div>
    </Paper>
  )
}

type FigureName = { [Name in keyof Draft]: Figure extends Draft[Name] ? Name : never }[keyof Draft]

interface FigureProps {
  name: FigureName
  unit?: string
  hint?: string
}

function FigureField({ name, unit = '', hint }: FigureProps) {
  const text = useText()
  const field = useField()
  const { draft, edit } = useForm()
  return (
    <NumberInput
      {...field(name)}
      description={hint && text(hint)}
      suffix={unit && ` ${unit}`}
      value={draft[name]}
      onChange={(value) => edit({ [name]: value })}
      hideControls
      inputMode="decimal"
    />
  )
}

function useUnit(): string {
  const city = useCity()
  const { draft } = useForm()
  return unitText(channelOf(city, draft)?.unit ?? '')
}

function Threshold() {
  const text = useText()
  const field = useField()
  const unit = useUnit()
  const { draft, edit, fixed } = useForm()
  return (
    <>
      <Select
        {...field('op')}
        data={OPS.map((op) => ({ value: op, label: text(`console-rules-op-${op}`) }))}
        value={draft.op}
        onChange={(value) => edit({ op: OPS.find((op) => op === value) ?? draft.op })}
        allowDeselect={false}
      />
      <Choice
        label={text('console-rules-against')}
        options={['value', 'level']}
        value={draft.against}
        disabled={fixed}
        onChange={(against) => edit({ against })}
      />
      {draft.against === 'value' ? (
        <FigureField name="value" unit={unit} />
      ) : (
        <TextInput
          {...field('level')}
          description={text('console-rules-level-hint')}
          maxLength={64}
          value={draft.level}
          onChange={(event) => edit({ level: event.currentTarget.value })}
        />
      )}
      <FigureField name="hysteresis" unit={unit} hint="console-rules-hysteresis-hint" />
    </>
  )
}

function Heartbeat() {
  const text = useText()
  const { draft, edit, fixed } = useForm()
  return (
    <>
      <Choice
        label={text('console-rules-silence')}
        options={['periods', 'silent_s']}
        value={draft.silence}
        disabled={fixed}
        onChange={(silence) => edit({ silence })}
      />
      {draft.silence === 'periods' ? (
        <FigureField name="periods" hint="console-rules-periods-hint" />
      ) : (
        <FigureField name="silent_s" unit="s" />
      )}
    </>
  )
}

function Quality() {
  const city = useCity()
  const text = useText()
  const field = useField()
  const { draft, edit, fixed } = useForm()
  return (
    <>
      <MultiSelect
        {...field('flags')}
        className={classes.wide}
        data={city.quality.map(({ name }) => ({ value: name, label: text(`console-quality-${name}`) }))}
        value={draft.flags}
        onChange={(flags) => edit({ flags })}
      />
      <Choice
        label={text('console-rules-field-measure')}
        options={['count', 'share']}
        value={draft.measure}
        disabled={fixed}
        onChange={(measure) => edit({ measure })}
      />
      <FigureField
        name="value"
        hint={draft.measure === 'share' ? 'console-rules-share-hint' : 'console-rules-number-hint'}
      />
      <FigureField name="window_s" unit="s" hint="console-rules-window-hint" />
      <FigureField name="min_count" hint="console-rules-min-count-hint" />
      <FigureField name="hysteresis" hint="console-rules-hysteresis-hint" />
    </>
  )
}

interface ChoiceProps<Option extends string> {
  label: string
  options: readonly Option[]
  value: Option
  disabled: boolean
  onChange: (option: Option) => void
}

function Choice<Option extends string>({ label, options, value, disabled, onChange }: ChoiceProps<Option>) {
  const text = useText()
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl
        aria-label={label}
        fullWidth
        disabled={disabled}
        data={options.map((option) => ({
          value: option,
          label: text(`console-rules-choice-${option.replace('_', '-')}`),
        }))}
        value={value}
        onChange={(chosen) => onChange(options.find((option) => option === chosen) ?? value)}
      />
    </Input.Wrapper>
  )
}
