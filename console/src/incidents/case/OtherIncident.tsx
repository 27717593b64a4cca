import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import { othersQuery } from '../queries'
import { isOver } from '../states'

interface Props {
  /** Those that cannot be chosen. */
  but: readonly string[]
  /** Only exercises, or only what is none. */
  drill?: boolean
  /** Those that are over can be chosen too. */
  over?: boolean
  value: string
  onChange: (incident: string) => void
}

/** Who types is not asked for at each letter. */
const TYPING_MS = 250

/** Chooses another incident: of those in which something is to be done, the most urgent first, or by words of any. */
export function OtherIncident({ but, drill, over = false, value, onChange }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState('')
  // What has been chosen stands in the field as if it were sought.
  const [words] = useDebouncedValue(search === chosen ? '' : search.trim(), TYPING_MS)
  const { data, isFetching } = useQuery(othersQuery(words, { over, drill }))
  const options = (data ?? [])
    .filter(({ id }) => !but.includes(id))
    .map((one) => ({ value: one.id, label: said(one) }))
  function said(one: Api<'IncidentSummary'>): string {
    const state = isOver(one.state) ? text(`console-incident-${one.state}`) : ''
    const snoozed = one.snoozed_until ? text('console-incidents-snoozed') : ''
    return [one.title, one.place_name, minute(new Date(one.opened)), state, snoozed]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <Select
      label={text('console-case-related-which')}
      description={text(over ? 'console-case-related-which-any' : 'console-case-related-which-open')}
      data={options}
      value={value || null}
      // The platform has sought already.
      filter={(all) => all.options}
      searchable
      onSearchChange={setSearch}
      nothingFoundMessage={text(isFetching ? 'console-loading' : 'console-nothing-found')}
      onChange={(id, option) => {
        setChosen(option?.label ?? '')
        onChange(id ?? '')
      }}
    />
  )
}
