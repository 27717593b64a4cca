import { Badge, Button, Table, Text, TextInput, Title } from '@mantine/core'
import { ArrowDown, ArrowUp, Search, SearchX } from 'lucide'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { Empty } from '../app/states'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { COLUMNS, type Column, found, ordered } from './order'
import { PlaceMatches } from './PlaceMatches'
import classes from './PlaceTable.module.css'

/** All units in one table; typing finds them by today's name, and by an address of before the merger. */
export function PlaceTable({ places }: { places: readonly Api<'Place'>[] }) {
  const text = useText()
  const [, go] = useLocation()
  const { language } = useLanguage()
  const [typed, setTyped] = useState('')
  const [by, setBy] = useState<Column>('name')
  const [turned, setTurned] = useState(false)
  const shown = useMemo(
    () => ordered(found(places, typed), by, turned, language),
    [places, typed, by, turned, language],
  )
  return (
    <div className={classes.page}>
      <Title order={1} size="h2">
        {text('console-places')}
      </Title>
      <TextInput
        type="search"
        leftSection={<Icon of={Search} size={20} />}
        label={text('console-places-search')}
        description={text('console-places-search-hint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <PlaceMatches text={typed} onPlace={(id) => go(`/places/${id}`)} />
      <Text role="status" size="sm">
        {text('console-places-count', { count: shown.length })}
      </Text>
      {shown.length === 0 ? (
        <Empty icon={SearchX} title={text('console-places-none')} />
      ) : (
        <Table.ScrollContainer minWidth={640}>
          <Table stickyHeader verticalSpacing={2}>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((column) => (
                  <Table.Th
                    key={column}
                    className={column === 'name' ? undefined : classes.figure}
                    aria-sort={
                      column !== by ? 'none' : turned !== (by === 'name') ? 'ascending' : 'descending'
                    }
                  >
                    <Button
                      variant="subtle"
                      rightSection={
                        column === by ? <Icon of={turned ? ArrowUp : ArrowDown} size={16} /> : undefined
                      }
                      onClick={() => {
                        setTurned(column === by && !turned)
                        setBy(column)
                      }}
                    >
                      {text(`console-places-${column}`)}
                    </Button>
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((place) => (
                <Row key={place.id} place={place} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </div>
  )
}

function Row({ place }: { place: Api<'Place'> }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const figure = (value: number | null, digits: number) => (value === null ? '–' : number(value, digits))
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={`/places/${place.id}`} className={classes.link}>
          {nameIn(language, place)}
        </Link>
        {place.assumed && (
          <Badge variant="outline" color="gray" ml="xs">
            {text('console-assumed')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td className={classes.figure}>{figure(place.population, 0)}</Table.Td>
      <Table.Td className={classes.figure}>{figure(place.area_km2, 1)}</Table.Td>
      <Table.Td className={classes.figure}>{number(place.assets, 0)}</Table.Td>
      <Table.Td className={classes.figure}>{number(place.open_incidents, 0)}</Table.Td>
    </Table.Tr>
  )
}
