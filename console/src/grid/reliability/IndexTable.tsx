import { Button, Group, Select, Stack, Table } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useFormats, useText } from '../../i18n/text'
import {
  DIGITS,
  figureOf,
  INDICES,
  type Index,
  orderedRows,
  PARTS,
  type Part,
  type Sorting,
  shownFigure,
} from './indices'
import classes from './ReliabilityPage.module.css'

type Row = Api<'IndexRow'>

function useFigure(): (row: Row, part: Part, index: Index) => string {
  const { number } = useFormats()
  return (row, part, index) => {
    const value = figureOf(row, part, index)
    if (value === null) return '–'
    return number(shownFigure(index, value), DIGITS[index], DIGITS[index])
  }
}

const headKey = (index: Index) => `console-reliability-${index.replace('_', '-')}`

/** The indices of the whole: with and without major event days, planned and unplanned apart. */
export function PartTable({ row }: { row: Row }) {
  const text = useText()
  const figure = useFigure()
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing="xs" aria-label={text('console-reliability-whole')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('console-reliability-part')}</Table.Th>
            {INDICES.map((index) => (
              <Table.Th key={index} className={classes.figure}>
                {text(headKey(index))}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {PARTS.map((part) => (
            <Table.Tr key={part}>
              <Table.Th scope="row">{text(`console-reliability-part-${part}`)}</Table.Th>
              {INDICES.map((index) => (
                <Table.Td key={index} className={classes.figure}>
                  {figure(row, part, index)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const SORTINGS: readonly Sorting[] = ['name', ...INDICES]

/** The indices by feeder or unit, of one part at a time, in any order. */
export function IndexTable({ rows, by }: { rows: readonly Row[]; by: 'feeder' | 'place' }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const figure = useFigure()
  const [part, setPart] = useState<Part>('all')
  const [sorting, setSorting] = useState<Sorting>('saidi_min')
  const [turned, setTurned] = useState(false)
  const shown = useMemo(
    () => orderedRows(rows, sorting, part, turned, language),
    [rows, sorting, part, turned, language],
  )
  const rising = (sorting === 'name' || sorting === 'asai') !== turned
  return (
    <Stack gap="sm">
      <Group>
        <Select
          label={text('console-reliability-part')}
          data={PARTS.map((one) => ({ value: one, label: text(`console-reliability-part-${one}`) }))}
          value={part}
          allowDeselect={false}
          onChange={(value) => setPart(PARTS.find((one) => one === value) ?? part)}
        />
      </Group>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing={2} aria-label={text(`console-reliability-by-${by}`)}>
          <Table.Thead>
            <Table.Tr>
              {SORTINGS.map((one) => (
                <Table.Th
                  key={one}
                  className={one === 'name' ? undefined : classes.figure}
                  aria-sort={one !== sorting ? 'none' : rising ? 'ascending' : 'descending'}
                >
                  <Button
                    variant="subtle"
                    px="xs"
                    rightSection={
                      one === sorting ? <Icon of={rising ? ArrowUp : ArrowDown} size={16} /> : undefined
                    }
                    onClick={() => {
                      setTurned(one === sorting && !turned)
                      setSorting(one)
                    }}
                  >
                    {one === 'name' ? text(`console-reliability-name-${by}`) : text(headKey(one))}
                  </Button>
                </Table.Th>
              ))}
              <Table.Th className={classes.figure}>{text('console-reliability-interruptions')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td>
                  <Link
                    href={`/${by === 'feeder' ? 'grid/feeders' : 'places'}/${encodeURIComponent(row.id)}`}
                    className={classes.link}
                  >
                    {row.name || row.id}
                  </Link>
                </Table.Td>
                {INDICES.map((index) => (
                  <Table.Td key={index} className={classes.figure}>
                    {figure(row, part, index)}
                  </Table.Td>
                ))}
                <Table.Td className={classes.figure}>{number(row.interruptions, 0)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}
