import { Paper, Table, Text, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import { bytesIn } from './figures'
import classes from './HealthPage.module.css'
import { useKnownText } from './useKnownText'

/** How much each store holds. */
export function Stores({ stores }: { stores: readonly Api<'StoreSize'>[] }) {
  const text = useText()
  const known = useKnownText()
  const { number } = useFormats()
  const size = (bytes: number) => {
    const [value, unit] = bytesIn(bytes)
    return `${number(value, 1)} ${unit}`
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-health-stores')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-health-stores')}
      </Title>
      {stores.length === 0 ? (
        <Text>{text('console-health-stores-away')}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('console-health-store')}</Table.Th>
              <Table.Th ta="right">{text('console-health-rows')}</Table.Th>
              <Table.Th ta="right">{text('console-health-size')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stores.map((store) => (
              <Table.Tr key={store.name}>
                <Table.Td>{known(`console-health-store-${store.name}`, store.name)}</Table.Td>
                <Table.Td className={classes.number}>
                  {store.rows === null ? '–' : number(store.rows, 0)}
                </Table.Td>
                <Table.Td className={classes.number}>{size(store.bytes)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  )
}
