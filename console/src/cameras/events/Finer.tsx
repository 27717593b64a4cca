import { Button, Chip, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text'
import { foldedOptions } from '../../map/options'
import { usePlaceOptions } from '../../places/usePlaceOptions'
import { plannedQuery } from '../queries'
import classes from './Events.module.css'
import { type Filter, KINDS, LABELS, LASTING, NO_FILTER, narrowings, VERDICTS } from './filter'

interface Props {
  filter: Filter
  onChange: (filter: Filter) => void
}

/** Narrows what is searched by class, kind of scene, time, place, camera, verdict. */
export function Finer({ filter, onChange }: Props) {
  const text = useText()
  const places = usePlaceOptions()
  const { data } = useQuery(plannedQuery)
  return (
    <Stack gap="sm">
      <Labels filter={filter} onChange={onChange} />
      <Choices
        label={text('console-cameras-filter-verdict')}
        all={VERDICTS}
        chosen={filter.verdicts}
        say={(said) => text(`console-cameras-verdict-${said}`)}
        onChange={(verdicts) => onChange({ ...filter, verdicts })}
      />
      <Group gap="xs" role="radiogroup" aria-label={text('console-cameras-filter-lasting')}>
        {LASTING.map((one) => (
          <Chip
            key={one}
            type="radio"
            checked={filter.lasting === one}
            onChange={() => onChange({ ...filter, lasting: one })}
          >
            {text(`console-cameras-lasting-${one || 'all'}`)}
          </Chip>
        ))}
      </Group>
      <div className={classes.finer}>
        <MultiSelect
          label={text('console-cameras-filter-kinds')}
          data={KINDS.map((kind) => ({ value: kind, label: text(`console-cameras-kind-${kind}`) }))}
          value={[...filter.kinds]}
          filter={foldedOptions}
          onChange={(kinds) => onChange({ ...filter, kinds })}
          searchable
          clearable
        />
        <MultiSelect
          label={text('console-cameras-filter-cameras')}
          data={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={[...filter.cameras]}
          filter={foldedOptions}
          onChange={(cameras) => onChange({ ...filter, cameras })}
          searchable
          clearable
        />
        <Select
          label={text('console-filter-place')}
          data={places}
          value={filter.place || null}
          filter={foldedOptions}
          onChange={(place) => onChange({ ...filter, place: place ?? '' })}
          searchable
          clearable
        />
        <TextInput
          type="datetime-local"
          label={text('console-cameras-filter-from')}
          value={filter.start}
          onChange={(event) => onChange({ ...filter, start: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label={text('console-cameras-filter-to')}
          value={filter.end}
          onChange={(event) => onChange({ ...filter, end: event.currentTarget.value })}
        />
      </div>
      {narrowings(filter) > 0 && (
        <Button variant="default" w="fit-content" onClick={() => onChange(NO_FILTER)}>
          {text('console-filter-clear')}
        </Button>
      )}
    </Stack>
  )
}

/** Which classes of things were seen. */
export function Labels({ filter, onChange }: Props) {
  const text = useText()
  return (
    <Choices
      label={text('console-cameras-filter-labels')}
      all={LABELS}
      chosen={filter.labels}
      say={(label) => text(`console-cameras-label-${label}`)}
      onChange={(labels) => onChange({ ...filter, labels })}
    />
  )
}

interface ChoicesProps<One extends string> {
  label: string
  all: readonly One[]
  chosen: readonly One[]
  say: (one: One) => string
  onChange: (chosen: readonly One[]) => void
}

/** Some of a few, side by side. */
export function Choices<One extends string>({ label, all, chosen, say, onChange }: ChoicesProps<One>) {
  return (
    <Chip.Group
      multiple
      value={[...chosen]}
      onChange={(values) => onChange(all.filter((one) => values.includes(one)))}
    >
      <Group gap="xs" role="group" aria-label={label}>
        {all.map((one) => (
          <Chip key={one} value={one}>
            {say(one)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}
