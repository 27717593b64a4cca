import {
  Button,
  Chip,
  Collapse,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Search, SlidersHorizontal } from 'lucide'
import { useState } from 'react'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import { placesQuery } from '../places/queries'
import { type Filter, narrowings, SEVERITIES, SHOWS, type Show } from './filter'
import type { Queue } from './queries'

interface Props {
  filter: Filter
  counts: Pick<Queue, 'byState' | 'bySeverity'> | undefined
  onChange: (filter: Filter) => void
}

const TYPING_MS = 300

/** Stands for a count that is still on its way: 0 would say that all is well. */
const UNKNOWN = '–'

/** Which incidents the queue shows: state and words at once, the rest folded away. */
export function Filters({ filter, counts, onChange }: Props) {
  const text = useText()
  const [opened, { toggle }] = useDisclosure(narrowings(filter) > 0)
  const [typed, setTyped] = useState(filter.words)
  const settle = useDebouncedCallback((words: string) => onChange({ ...filter, words }), TYPING_MS)
  const { open = 0, acknowledged = 0, closed = 0 } = counts?.byState ?? {}
  const many: Record<Show, number> = { active: open + acknowledged, open, acknowledged, closed }
  return (
    <Stack gap="xs" p="xs">
      <SegmentedControl
        aria-label={text('console-incidents-show')}
        fullWidth
        size="xs"
        data={SHOWS.map((show) => ({
          value: show,
          label: text(`console-incidents-show-${show}`, { count: counts ? many[show] : UNKNOWN }),
        }))}
        value={filter.show}
        onChange={(value) =>
          onChange({ ...filter, show: SHOWS.find((show) => show === value) ?? filter.show })
        }
      />
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="search"
          flex={1}
          aria-label={text('console-incidents-search')}
          placeholder={text('console-incidents-search')}
          leftSection={<Icon of={Search} size={20} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            settle(event.currentTarget.value)
          }}
        />
        <Button
          variant={narrowings(filter) > 0 ? 'light' : 'default'}
          leftSection={<Icon of={SlidersHorizontal} size={20} />}
          aria-expanded={opened}
          onClick={toggle}
        >
          {text('console-filter', { count: narrowings(filter) })}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <Finer filter={filter} counts={counts} onChange={onChange} />
      </Collapse>
    </Stack>
  )
}

function Finer({ filter, counts, onChange }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { data: places } = useQuery(placesQuery)
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
        data={places?.items.map((place) => ({ value: place.id, label: nameIn(language, place) })) ?? []}
        value={filter.place || null}
        filter={foldedOptions}
        onChange={(place) => onChange({ ...filter, place: place ?? '' })}
        searchable
        clearable
      />
      {narrowings(filter) > 0 && (
        <Button
          variant="default"
          onClick={() => onChange({ ...filter, severities: [], kinds: [], place: '' })}
        >
          {text('console-filter-clear')}
        </Button>
      )}
    </Stack>
  )
}
