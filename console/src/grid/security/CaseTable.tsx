import { Button, Table, Text } from '@mantine/core'
import { type KeyboardEvent, memo } from 'react'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import { troublesOf } from './contingency'
import classes from './SecurityPage.module.css'

interface Props {
  items: readonly Api<'Contingency'>[]
  chosen: string
  onChoose: (id: string) => void
}

/** The cases as a table; arrows move through it, Enter opens one, Escape closes it. */
export function CaseTable({ items, chosen, onChoose }: Props) {
  const text = useText()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && chosen) {
      event.preventDefault()
      onChoose('')
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('tbody button')]
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table
        verticalSpacing={2}
        onKeyDown={onKeyDown}
        aria-label={text('console-security-part-contingencies')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('console-security-element')}</Table.Th>
            <Table.Th>{text('console-security-feeder')}</Table.Th>
            <Table.Th className={classes.figure}>{text('console-security-interruptions')}</Table.Th>
            <Table.Th className={classes.figure}>{text('console-security-customers')}</Table.Th>
            <Table.Th className={classes.figure}>{text('console-security-tripped')}</Table.Th>
            <Table.Th className={classes.figure}>{text('console-security-sites')}</Table.Th>
            <Table.Th className={classes.extra}>{text('console-security-tie')}</Table.Th>
            <Table.Th className={classes.extra}>{text('console-security-troubles')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((one) => (
            <Row key={one.id} one={one} chosen={one.id === chosen} onChoose={onChoose} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface RowProps {
  one: Api<'Contingency'>
  chosen: boolean
  onChoose: (id: string) => void
}

const Row = memo(function Row({ one, chosen, onChoose }: RowProps) {
  const text = useText()
  const { number } = useFormats()
  const troubles = troublesOf(one)
  return (
    <Table.Tr className={classes.row} data-chosen={chosen || undefined}>
      <Table.Td>
        <Button
          variant="subtle"
          px="xs"
          justify="flex-start"
          aria-expanded={chosen}
          onClick={() => onChoose(chosen ? '' : one.id)}
        >
          {one.id}
        </Button>
        <Text size="xs" c="dimmed" px="xs">
          {text(`console-security-kind-${one.kind}`)}
        </Text>
      </Table.Td>
      <Table.Td>{one.feeder_name || '–'}</Table.Td>
      <Table.Td className={classes.figure}>{number(one.interruptions_per_year, 1)}</Table.Td>
      <Table.Td className={classes.figure}>{number(one.customers, 0)}</Table.Td>
      <Table.Td className={classes.figure}>{number(one.tripped, 0)}</Table.Td>
      <Table.Td className={classes.figure}>{number(one.sites, 0)}</Table.Td>
      <Table.Td className={classes.extra}>
        {text(one.tied ? 'console-security-tied' : 'console-security-untied')}
      </Table.Td>
      <Table.Td className={classes.extra}>
        {troubles.length === 0
          ? '–'
          : troubles.map((trouble) => text(`console-security-trouble-${trouble}`)).join(' · ')}
      </Table.Td>
    </Table.Tr>
  )
})
