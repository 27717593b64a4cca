import { Button, Chip, Group, MultiSelect, SegmentedControl, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FilterBar } from '../app/FilterBar'
import { useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import { usePlaceOptions } from '../places/usePlaceOptions'
import { ATTACHED, type Filter, narrowings, SHOWN, STATUSES } from './filter'
import { servicesQuery } from './queries'

interface Props {
  filter: Filter
  counts: { open: number; held: number } | undefined
  onChange: (filter: Filter) => void
}

/** Stands for a count that is still on its way: 0 would say that nothing waits. */
const UNKNOWN = '–'

/** Which reports the list shows: where they are in their life and words at once, the rest folded away. */
export function Filters({ filter, counts, onChange }: Props) {
  const text = useText()
  return (
    <Stack gap="xs" p="xs">
      <SegmentedControl
        fullWidth
        aria-label={text('console-reports-show')}
        data={SHOWN.map((value) => ({
          value,
          label: text(`console-reports-show-${value}`, {
            count: value === 'open' || value === 'held' ? (counts?.[value] ?? UNKNOWN) : '',
          }),
        }))}
        value={filter.show}
        onChange={(value) => onChange({ ...filter, show: SHOWN.find((one) => one === value) ?? filter.show })}
      />
      <FilterBar
        label={text('console-reports-search')}
        words={filter.words}
        onWords={(words) => onChange({ ...filter, words })}
        narrowed={narrowings(filter)}
      >
        <Finer filter={filter} onChange={onChange} />
      </FilterBar>
    </Stack>
  )
}

function Finer({ filter, onChange }: Omit<Props, 'counts'>) {
  const text = useText()
  const places = usePlaceOptions()
  const { data: services } = useQuery(servicesQuery)
  return (
    <Stack gap="xs">
      <Chip.Group
        multiple
        value={[...filter.statuses]}
        onChange={(values) =>
          onChange({ ...filter, statuses: STATUSES.filter((status) => values.includes(status)) })
        }
      >
        <Group gap="xs" role="group" aria-label={text('console-reports-status')}>
          {STATUSES.map((status) => (
            <Chip key={status} value={status}>
              {text(`report-status-${status.replace('_', '-')}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="xs" role="radiogroup" aria-label={text('console-reports-attached')}>
        {ATTACHED.map((one) => (
          <Chip
            key={one}
            type="radio"
            checked={filter.attached === one}
            onChange={() => onChange({ ...filter, attached: one })}
          >
            {text(`console-reports-attached-${one || 'all'}`)}
          </Chip>
        ))}
      </Group>
      <MultiSelect
        label={text('console-reports-services')}
        data={services?.items.map(({ code, name }) => ({ value: code, label: name })) ?? []}
        value={[...filter.services]}
        filter={foldedOptions}
        onChange={(chosen) => onChange({ ...filter, services: chosen })}
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
      {narrowings(filter) > 0 && (
        <Button
          variant="default"
          onClick={() => onChange({ ...filter, statuses: [], services: [], place: '', attached: '' })}
        >
          {text('console-filter-clear')}
        </Button>
      )}
    </Stack>
  )
}
