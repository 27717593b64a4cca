import { Button, Table } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide'
import { type ReactNode, useMemo, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import { sorted } from '../answer'
import classes from './Result.module.css'

export interface Column<Row> {
  id: string
  title: string
  /** What it is ordered by. */
  by: (row: Row, at: number) => number | string
  /** What it shows; what it is ordered by where nothing else is said. */
  show?: (row: Row, at: number) => ReactNode
  /** Figures stand on the right, the greatest first. */
  figure?: boolean
}

interface Props<Row> {
  title: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  chosen?: string
  minWidth?: number
}

/** A table that is ordered by the head that is pressed; at first as it comes. */
export function DataTable<Row>({ title, rows, columns, keyOf, chosen, minWidth = 0 }: Props<Row>) {
  const text = useText()
  const { language } = useLanguage()
  const [by, setBy] = useState('')
  const [turned, setTurned] = useState(false)
  const placed = useMemo(() => rows.map((row, at) => ({ row, at })), [rows])
  const column = columns.find(({ id }) => id === by)
  const descending = (column?.figure ?? false) !== turned
  const shown = column ? sorted(placed, ({ row, at }) => column.by(row, at), descending, language) : placed
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table verticalSpacing={4} horizontalSpacing="xs" aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((one) => (
              <Table.Th
                key={one.id}
                className={one.figure ? classes.figure : undefined}
                aria-sort={one.id !== by ? 'none' : descending ? 'descending' : 'ascending'}
              >
                <Button
                  variant="subtle"
                  px={4}
                  className={classes.headButton}
                  title={text('console-studies-order-by', { column: one.title })}
                  rightSection={
                    one.id === by ? <Icon of={descending ? ArrowDown : ArrowUp} size={16} /> : undefined
                  }
                  onClick={() => {
                    setTurned(one.id === by && !turned)
                    setBy(one.id)
                  }}
                >
                  {one.title}
                </Button>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ row, at }) => (
            <Table.Tr
              key={keyOf(row)}
              className={classes.row}
              data-chosen={(chosen !== undefined && keyOf(row) === chosen) || undefined}
            >
              {columns.map((one) => (
                <Table.Td key={one.id} className={one.figure ? classes.figure : undefined}>
                  {one.show ? one.show(row, at) : one.by(row, at)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
