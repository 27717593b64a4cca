import { Button, Chip, Group, MultiSelect, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FilterBar } from '../app/FilterBar'
import { useCity } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import { usePlaceOptions } from '../places/usePlaceOptions'
import { type Filter, narrowings, SEVERITIES, widened } from './filter'
import { type Queue, workersQuery } from './queries'

interface Props {
  filter: Filter
  counts: Pick<Queue, 'bySeverity'> | undefined
  onChange: (filter: Filter) => void
}

/** Stands for a count that is still on its way: 0 would say that all is well. */
const UNKNOWN = '–'

/** Which incidents the queue shows: words at once, the rest folded away. */
export function Filters({ filter, counts, onChange }: Props) {
  const text = useText()
  return (
    <Stack gap="xs" p="xs">
      <FilterBar
        label={text('console-incidents-search')}
        words={filter.words}
        onWords={(words) => onChange({ ...filter, words })}
        narrowed={narrowings(filter)}
      >
        <Finer filter={filter} counts={counts} onChange={onChange} />
      </FilterBar>
    </Stack>
  )
}

function Finer({ filter, counts, onChange }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const places = usePlaceOptions()
  const { data: workers } = useQuery(workersQuery)
  return (
    <Stack gap="xs">
      <Chip.Group
        multiple
        value={[...filter.severities]}
        onChange={(values) =>
          onChange({ ...filter, severities: SEVERITIES.filter((severity) => values.includes(severity)) })
        }
      >
        <Group gap="xs" role="group" aria-label={text('console-incidents-severity')}>
          {SEVERITIES.map((severity) => (
            <Chip key={severity} value={severity}>
              {text('console-incidents-severity-count', {
                severity: text(`console-severity-${severity}`),
                count: counts ? (counts.bySeverity[severity] ?? 0) : UNKNOWN,
              })}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="xs">
        <Chip checked={filter.mine} onChange={(mine) => onChange({ ...filter, mine })}>
          {text('console-incidents-mine')}
        </Chip>
        <Chip checked={filter.drill} onChange={(drill) => onChange({ ...filter, drill })}>
          {text('console-incidents-drills')}
        </Chip>
        <Chip checked={filter.snoozed} onChange={(snoozed) => onChange({ ...filter, snoozed })}>
          {text('console-incidents-snoozed')}
        </Chip>
      </Group>
      <Select
        label={text('console-incidents-agency')}
        data={workers?.agencies.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={filter.agency || null}
        filter={foldedOptions}
        onChange={(agency) => onChange({ ...filter, agency: agency ?? '' })}
        searchable
        clearable
      />
      <MultiSelect
        label={text('console-filter-kinds')}
        data={city.kinds.map((kind) => ({ value: kind.id, label: nameIn(language, kind, kind.id) }))}
        value={[...filter.kinds]}
        filter={foldedOptions}
        onChange={(kinds) => onChange({ ...filter, kinds })}
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
        <Button variant="default" onClick={() => onChange(widened(filter))}>
          {text('console-filter-clear')}
        </Button>
      )}
    </Stack>
  )
}
