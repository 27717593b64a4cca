import { ActionIcon, Button, Group, Select, Table, Text, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Search, SearchX } from 'lucide'
import { useMemo, useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { Empty } from '../../app/states'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import { gridQuery } from '../queries'
import { FeederCard, FeederCells } from './FeederRow'
import classes from './FeederTable.module.css'
import { GridHead } from './GridHead'
import { COLUMNS, type Column, found, isWord, ordered, rises } from './order'

/** Below this width a table of nine columns no longer fits beside the navigation. */
const WIDE = '(min-width: 68em)'

/** All feeders: a table, or cards where the screen is narrow; typing finds them, a column's head orders them. */
export function FeederTable({ feeders }: { feeders: readonly Api<'FeederRow'>[] }) {
  const text = useText()
  const { language } = useLanguage()
  const { data: grid } = useQuery(gridQuery)
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false })
  const [typed, setTyped] = useState('')
  const [by, setBy] = useState<Column>('name')
  const [turned, setTurned] = useState(false)
  const shown = useMemo(
    () => ordered(found(feeders, typed), by, turned, language),
    [feeders, typed, by, turned, language],
  )
  const choose = (column: Column) => {
    setTurned(column === by && !turned)
    setBy(column)
  }
  const rising = rises(by) !== turned
  const way = <Icon of={rising ? ArrowUp : ArrowDown} size={16} />
  return (
    <div className={classes.page}>
      <GridHead title={text('console-feeders')} simulated={grid?.simulated ?? false} />
      <Group align="flex-end">
        <TextInput
          type="search"
          className={classes.search}
          leftSection={<Icon of={Search} size={20} />}
          label={text('console-feeders-search')}
          description={text('console-feeders-search-hint')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {!wide && (
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <Select
              label={text('console-feeders-order')}
              data={COLUMNS.map((column) => ({ value: column, label: text(`console-feeders-${column}`) }))}
              value={by}
              allowDeselect={false}
              onChange={(value) => {
                setTurned(false)
                setBy(COLUMNS.find((column) => column === value) ?? by)
              }}
            />
            <ActionIcon
              variant="default"
              aria-label={text(rising ? 'console-feeders-rising' : 'console-feeders-falling')}
              onClick={() => setTurned(!turned)}
            >
              {way}
            </ActionIcon>
          </Group>
        )}
      </Group>
      <Text role="status" size="sm">
        {text('console-feeders-count', { count: shown.length })}
      </Text>
      {shown.length === 0 ? (
        <Empty icon={SearchX} title={text('console-feeders-none')} />
      ) : wide ? (
        <Table stickyHeader verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              {COLUMNS.map((column) => (
                <Table.Th
                  key={column}
                  className={isWord(column) || column === 'loading' ? undefined : classes.figure}
                  aria-sort={column !== by ? 'none' : rising ? 'ascending' : 'descending'}
                >
                  <Button
                    variant="subtle"
                    px="xs"
                    rightSection={column === by ? way : undefined}
                    onClick={() => choose(column)}
                  >
                    {text(`console-feeders-${column}`)}
                  </Button>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((feeder) => (
              <FeederCells key={feeder.id} feeder={feeder} />
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        <ul className={classes.cards}>
          {shown.map((feeder) => (
            <FeederCard key={feeder.id} feeder={feeder} />
          ))}
        </ul>
      )}
    </div>
  )
}
