import { Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import classes from './MeasuredPage.module.css'
import { inThousands } from './units'

interface Props {
  flagged: readonly Api<'FlaggedMeasurement'>[]
  /** So many more are not listed. */
  more: number
}

type Measurement = Api<'FlaggedMeasurement'>

/** Below this width a table of six columns no longer fits beside the navigation. */
const WIDE = '(min-width: 50em)'
const FIGURES = ['value', 'expected', 'deviations'] as const

/** The measurements that are not used, each with its reason, the gravest first: a table, or cards where it is narrow. */
export function Flagged({ flagged, more }: Props) {
  const text = useText()
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false })
  if (flagged.length === 0) return <Text>{text('console-measurements-fits')}</Text>
  return (
    <>
      {wide ? <Rows flagged={flagged} /> : <Cards flagged={flagged} />}
      {more > 0 && (
        <Text size="sm" mt="xs">
          {text('console-measurements-more', { count: more })}
        </Text>
      )}
    </>
  )
}

/** The figures of a measurement in words. */
function useFigures() {
  const { number } = useFormats()
  return (one: Measurement): Record<(typeof FIGURES)[number], string> => {
    const said = (value: number | null) => {
      if (value === null) return '–'
      const [shown, unit, digits] = inThousands(value, one.unit)
      return `${number(shown, digits, digits)} ${unit}`
    }
    return {
      value: said(one.value),
      expected: said(one.expected),
      deviations: one.deviations === null ? '–' : number(Math.abs(one.deviations), 1, 1),
    }
  }
}

function Device({ one }: { one: Measurement }) {
  return (
    <Link href={`/assets/${encodeURIComponent(one.device)}`} className={classes.link}>
      {one.device_name}
    </Link>
  )
}

function Rows({ flagged }: { flagged: readonly Measurement[] }) {
  const text = useText()
  const figures = useFigures()
  return (
    <Table verticalSpacing={2} aria-label={text('console-measurements-flagged')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('console-measurements-device')}</Table.Th>
          <Table.Th className={classes.channel}>{text('console-measurements-channel')}</Table.Th>
          {FIGURES.map((column) => (
            <Table.Th key={column} className={classes.figure}>
              {text(`console-measurements-${column}`)}
            </Table.Th>
          ))}
          <Table.Th>{text('console-measurements-reason')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flagged.map((one) => {
          const said = figures(one)
          return (
            <Table.Tr key={`${one.device} ${one.channel}`}>
              <Table.Td className={classes.words}>
                <Device one={one} />
              </Table.Td>
              <Table.Td>{one.channel_name}</Table.Td>
              {FIGURES.map((column) => (
                <Table.Td key={column} className={classes.figure}>
                  {said[column]}
                </Table.Td>
              ))}
              <Table.Td className={classes.words}>{one.reason}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

function Cards({ flagged }: { flagged: readonly Measurement[] }) {
  const text = useText()
  const figures = useFigures()
  return (
    <ul className={classes.list} aria-label={text('console-measurements-flagged')}>
      {flagged.map((one) => {
        const said = figures(one)
        return (
          <li key={`${one.device} ${one.channel}`} className={classes.item}>
            <Device one={one} />
            <Text size="sm" fw={600}>
              {one.channel_name}
            </Text>
            <dl className={classes.three}>
              {FIGURES.map((column) => (
                <div key={column}>
                  <Text component="dt" size="xs" c="dimmed">
                    {text(`console-measurements-${column}`)}
                  </Text>
                  <dd className={classes.value}>{said[column]}</dd>
                </div>
              ))}
            </dl>
            <Text size="sm">{one.reason}</Text>
          </li>
        )
      })}
    </ul>
  )
}
