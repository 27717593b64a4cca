import { ActionIcon, Group, SegmentedControl, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Keyboard } from 'lucide'
import { useCallback, useMemo, useRef } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { Icon } from '../../app/Icon'
import { useSession } from '../../app/session'
import { Loaded } from '../../app/states'
import { useText } from '../../i18n/text'
import { Filters } from '../Filters'
import { asSearch, type Filter, filterOf, inOrder, narrowings, neighbour, ORDERS } from '../filter'
import { Queue } from '../Queue'
import { queueQuery } from '../queries'
import { ShortcutHelp } from '../ShortcutHelp'
import { usePressed, useShortcuts } from '../useShortcuts'
import classes from './Board.module.css'
import { Counts } from './Counts'
import { IncidentMap } from './IncidentMap'
import { Preview } from './Preview'
import { Strip } from './Strip'

const AT = 'at'

/** What is wrong in the city, the most urgent first, with the map in step and a strip of what happened lately. */
export function Board() {
  const text = useText()
  const { user } = useSession()
  const [, go] = useLocation()
  const [address] = useSearchParams()
  const at = address.get(AT) ?? ''
  const filter = useMemo(() => filterOf(address), [address])
  const query = useQuery(queueQuery(filter, user.id))
  const incidents = useMemo(() => inOrder(query.data?.items ?? [], filter.order), [query.data, filter.order])
  const chosen = incidents.find(({ id }) => id === at)
  const page = useRef<HTMLDivElement>(null)
  const [help, { open, close }] = useDisclosure()

  const choose = useCallback(
    (id: string) => go(`/incidents${asSearch(filter, { [AT]: id })}`, { replace: true }),
    [go, filter],
  )
  const change = (wanted: Filter) => go(`/incidents${asSearch(wanted, { [AT]: at })}`, { replace: true })
  const move = (step: 1 | -1) => {
    const next = neighbour(
      incidents.map(({ id }) => id),
      at,
      step,
    )
    if (next) choose(next)
  }
  const press = usePressed(page)
  useShortcuts({ j: () => move(1), k: () => move(-1), ...press(['a', 't', 's', 'o']), '?': open })

  return (
    <div ref={page} className={classes.page}>
      <Counts filter={filter} queue={query.data} onChange={change} />
      <div className={classes.body}>
        <section className={classes.queue} aria-label={text('console-incidents')}>
          <Group justify="space-between" wrap="nowrap" className={classes.heading}>
            <Title order={1} size="h3">
              {text('console-incidents')}
            </Title>
            <Group gap={4} wrap="nowrap">
              <SegmentedControl
                aria-label={text('console-incidents-order')}
                size="xs"
                data={ORDERS.map((order) => ({
                  value: order,
                  label: text(`console-incidents-order-${order}`),
                }))}
                value={filter.order}
                onChange={(order) =>
                  change({ ...filter, order: ORDERS.find((one) => one === order) ?? filter.order })
                }
              />
              <ActionIcon color="gray" aria-label={text('console-incidents-keys')} onClick={open}>
                <Icon of={Keyboard} />
              </ActionIcon>
            </Group>
          </Group>
          <Filters filter={filter} counts={query.data} onChange={change} />
          <Loaded query={query}>
            {({ cut }) => (
              <Queue
                incidents={incidents}
                chosen={at}
                filter={filter}
                narrowed={narrowings(filter) > 0 || filter.words !== '' || filter.states.length > 0}
                cut={cut}
                onMove={move}
              />
            )}
          </Loaded>
        </section>
        <div className={classes.side}>
          {chosen && (
            <Preview
              key={chosen.id}
              incident={chosen}
              href={`/incidents/${chosen.id}${asSearch(filter)}`}
              onClose={() => choose('')}
            />
          )}
          <div className={classes.map}>
            <IncidentMap incidents={incidents} chosen={chosen} onChoose={choose} />
          </div>
          <Strip filter={filter} />
        </div>
      </div>
      <ShortcutHelp opened={help} onClose={close} />
    </div>
  )
}
