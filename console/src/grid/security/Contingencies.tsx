import { Group, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide'
import { useSearchParams } from 'wouter'
import type { Api } from '../../api/types'
import { Empty } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { GridLoaded } from '../feeder/GridLoaded'
import { contingenciesQuery, feedersQuery } from '../queries'
import { CasePanel } from './CasePanel'
import { CaseTable } from './CaseTable'
import { asOrder, ORDERS } from './contingency'
import classes from './SecurityPage.module.css'

/** What each single failure would cost, the worst first. */
export function Contingencies() {
  const text = useText()
  const [search, setSearch] = useSearchParams()
  const order = asOrder(search.get('order'))
  const feeder = search.get('feeder') ?? ''
  const query = useQuery(contingenciesQuery(order, feeder))
  const { data: feeders } = useQuery(feedersQuery)
  const keep = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label={text('console-security-order')}
          data={ORDERS.map((one) => ({ value: one, label: text(`console-security-order-${one}`) }))}
          value={order}
          allowDeselect={false}
          onChange={(value) => keep('order', asOrder(value))}
          w="20rem"
        />
        <Select
          label={text('console-security-feeder')}
          placeholder={text('console-security-feeder-all')}
          data={(feeders?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={feeder || null}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': text('console-security-feeder-all') }}
          limit={100}
          onChange={(value) => keep('feeder', value ?? '')}
          w="20rem"
        />
      </Group>
      <GridLoaded query={query}>
        {(found) => (
          <Found found={found} chosen={search.get('case') ?? ''} onChoose={(id) => keep('case', id)} />
        )}
      </GridLoaded>
    </Stack>
  )
}

interface FoundProps {
  found: Api<'ContingencyList'>
  chosen: string
  onChoose: (id: string) => void
}

function Found({ found, chosen, onChoose }: FoundProps) {
  const text = useText()
  const { minute } = useFormats()
  const one = found.items.find(({ id }) => id === chosen)
  return (
    <>
      <Text size="sm">
        {text('console-security-summary', {
          cases: found.cases,
          islanding: found.islanding,
          overloading: found.overloading,
          time: minute(new Date(found.computed)),
        })}
      </Text>
      <Text size="sm" role="note">
        {text('console-security-assumed')}
      </Text>
      {found.items.length === 0 ? (
        <Empty icon={ShieldCheck} title={text('console-security-none')} />
      ) : (
        <div className={classes.columns} data-chosen={one ? true : undefined}>
          <CaseTable items={found.items} chosen={chosen} onChoose={onChoose} />
          {one && <CasePanel key={one.id} one={one} onClose={() => onChoose('')} />}
        </div>
      )}
    </>
  )
}
