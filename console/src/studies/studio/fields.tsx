import {
  Button,
  Checkbox,
  Collapse,
  MultiSelect,
  NumberInput,
  Select,
  Slider,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronDown, ChevronUp } from 'lucide'
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useCity } from '../../app/session'
import { useLanguage } from '../../i18n/LanguageProvider'
import { LANGUAGES, NAMES_OF_LANGUAGES } from '../../i18n/languages'
import { nameIn, useText } from '../../i18n/text'
import type { Words } from '../study'
import { useForm } from './form'
import classes from './Studio.module.css'

export interface Field<Value> {
  /** Its path in the study, as faults name it: "demand.0.weight". */
  path: string
  label: string
  value: Value
  onChange: (value: Value, path: string) => void
  description?: string
}

/** What every field shows: its name, what is wrong with it, whether it can be changed. */
export function useCommon({ path, label, description }: Omit<Field<unknown>, 'value' | 'onChange'>) {
  const { faultOf, fixed, settle } = useForm()
  return { label, description, error: faultOf(path), disabled: fixed, onBlur: settle }
}

interface FigureProps extends Field<number> {
  min?: number
  max?: number
  step?: number
  whole?: boolean
}

/** What stands in a field of numbers while it is typed; only a number within its bounds is taken. */
function useTyped(value: number, min: number, max: number, take: (value: number) => void) {
  const [typed, setTyped] = useState<number | string>(value)
  useEffect(() => setTyped(value), [value])
  return {
    value: typed,
    onChange: (to: number | string) => {
      setTyped(to)
      if (typeof to === 'number' && to !== value && to >= min && to <= max) take(to)
    },
    /** Shows again what was taken last. */
    reset: () => setTyped(value),
  }
}

/** A number; what is none, or out of bounds, is not taken, so the study always has one. */
export function Figure(props: FigureProps) {
  const { path, value, onChange, min = 0, max = Number.MAX_SAFE_INTEGER, step = 1, whole = false } = props
  const common = useCommon(props)
  const { reset, ...typed } = useTyped(value, min, max, (to) => onChange(to, path))
  return (
    <NumberInput
      {...common}
      {...typed}
      step={step}
      allowDecimal={!whole}
      allowNegative={min < 0}
      clampBehavior="none"
      hideControls
      onBlur={() => {
        reset()
        common.onBlur()
      }}
    />
  )
}

export function Line(props: Field<string>) {
  const common = useCommon(props)
  return (
    <TextInput
      {...common}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value, props.path)}
    />
  )
}

/** A text in every language: the reader's own, and the others folded away below. */
export function WordsField({
  path,
  label,
  value,
  onChange,
  long = false,
}: Field<Words> & { long?: boolean }) {
  const text = useText()
  const { language } = useLanguage()
  const { faultOf, fixed, settle } = useForm()
  const others = LANGUAGES.filter((one) => one !== language)
  const wrong = others.some((one) => faultOf(`${path}.${one}`))
  const [opened, { toggle }] = useDisclosure(false)
  const Input = long ? Textarea : TextInput
  const field = (one: (typeof LANGUAGES)[number]) => (
    <Input
      key={one}
      label={`${label} (${NAMES_OF_LANGUAGES[one]})`}
      lang={one}
      value={value[one]}
      error={faultOf(`${path}.${one}`)}
      disabled={fixed}
      {...(long && { autosize: true, minRows: 2 })}
      onBlur={settle}
      onChange={(event) => onChange({ ...value, [one]: event.currentTarget.value }, `${path}.${one}`)}
    />
  )
  return (
    <div>
      {field(language)}
      <Button
        variant="subtle"
        px="xs"
        aria-expanded={opened || wrong}
        leftSection={<Icon of={opened || wrong ? ChevronUp : ChevronDown} size={18} />}
        onClick={toggle}
      >
        {text('console-studies-other-languages', { field: label })}
      </Button>
      <Collapse expanded={opened || wrong}>
        <Stack gap="xs">{others.map(field)}</Stack>
      </Collapse>
    </div>
  )
}

interface ChoiceProps<Value extends string> extends Field<Value> {
  choices: readonly Value[]
  /** How a choice is called. */
  said: (choice: Value) => string
}

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { path, value, onChange, choices, said } = props
  const common = useCommon(props)
  return (
    <Select
      {...common}
      allowDeselect={false}
      data={choices.map((one) => ({ value: one, label: said(one) }))}
      value={value}
      onChange={(to) => to && to !== value && onChange(to as Value, path)}
    />
  )
}

/** Kinds of the pack's assets. */
export function Kinds(props: Field<string[]>) {
  const { path, value, onChange } = props
  const city = useCity()
  const { language } = useLanguage()
  const common = useCommon(props)
  const known = city.kinds.map((kind) => ({ value: kind.id, label: nameIn(language, kind, kind.id) }))
  const unknown = value.filter((id) => !known.some((one) => one.value === id))
  return (
    <MultiSelect
      {...common}
      searchable
      data={[...known, ...unknown.map((id) => ({ value: id, label: id }))]}
      value={value}
      onChange={(kinds) => onChange(kinds, path)}
    />
  )
}

export function Tick({ path, label, value, onChange }: Field<boolean>) {
  const { fixed } = useForm()
  return (
    <Checkbox
      label={label}
      checked={value}
      disabled={fixed}
      className={classes.tick}
      onChange={(event) => onChange(event.currentTarget.checked, path)}
    />
  )
}

interface SlideProps extends Field<number> {
  max: number
  step: number
  /** The value in words, for who hears it. */
  said: string
}

/** A number by a slider, dragged or moved by the arrow keys, with its field beside it for who knows it exactly. */
export function Slide({ path, label, value, onChange, max, step, said }: SlideProps) {
  const { fixed, faultOf, settle } = useForm()
  const id = useId()
  const dragging = useRef(false)
  const error = faultOf(path)
  const { reset, ...typed } = useTyped(value, 0, Number.MAX_SAFE_INTEGER, (to) => onChange(to, path))
  return (
    <div>
      <div className={classes.slide}>
        <Text component="label" htmlFor={id} size="sm" fw={500} className={classes.grow}>
          {label}
        </Text>
        <NumberInput
          {...typed}
          id={id}
          className={classes.short}
          clampBehavior="none"
          allowNegative={false}
          hideControls
          disabled={fixed}
          onBlur={() => {
            reset()
            settle()
          }}
        />
      </div>
      <Slider
        className={classes.slider}
        size="lg"
        thumbSize="1.75rem"
        min={0}
        max={Math.max(max, value)}
        step={step}
        value={value}
        disabled={fixed}
        label={null}
        thumbLabel={label}
        thumbValueText={said}
        onChange={(to) => to !== value && onChange(to, path)}
        // One drag is one step back, and so is one visit with the arrow keys.
        onPointerDown={() => {
          dragging.current = true
        }}
        onChangeEnd={() => {
          if (dragging.current) settle()
          dragging.current = false
        }}
        onBlur={settle}
      />
      <Text size="xs" c="dimmed" aria-hidden="true">
        {said}
      </Text>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  )
}
