import { Button, Group, MultiSelect, Select, Stack } from '@mantine/core'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { type Filter, narrowings } from './filter'
import { foldedOptions } from './options'

interface Props {
  filter: Filter
  places: readonly Api<'Place'>[]
  onChange: (filter: Filter) => void
}

/** The finer parts of the filter: groups and kinds of assets, and a place. */
export function FilterPanel({ filter, places, onChange }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const groups = [...new Set(city.kinds.map((kind) => kind.group))]
  const parents = new Set(places.map(({ parent }) => parent))
  return (
    <Stack gap="sm" p="sm">
      <MultiSelect
        label={text('console-filter-groups')}
        data={groups.map((group) => ({ value: group, label: text(`console-group-${group}`) }))}
        value={[...filter.groups]}
        filter={foldedOptions}
        onChange={(groups) => onChange({ ...filter, groups: new Set(groups) })}
        searchable
        clearable
      />
      <MultiSelect
        label={text('console-filter-kinds')}
        data={city.kinds.map((kind) => ({ value: kind.id, label: nameIn(language, kind, kind.id) }))}
        value={[...filter.kinds]}
        filter={foldedOptions}
        onChange={(kinds) => onChange({ ...filter, kinds: new Set(kinds) })}
        searchable
        clearable
      />
      <Select
        label={text('console-filter-place')}
        data={places
          .filter(({ id }) => !parents.has(id))
          .map((place) => ({ value: place.id, label: nameIn(language, place) }))}
        value={filter.place || null}
        filter={foldedOptions}
        onChange={(place) => onChange({ ...filter, place: place ?? '' })}
        searchable
        clearable
      />
      {narrowings(filter) > 0 && (
        <Group>
          <Button
            variant="default"
            onClick={() => onChange({ ...filter, groups: new Set(), kinds: new Set(), place: '' })}
          >
            {text('console-filter-clear')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
