import { ActionIcon, Group, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Keyboard, MousePointerClick } from 'lucide'
import { useMemo, useRef } from 'react'
import { useLocation, useParams, useSearchParams } from 'wouter'
import { Icon } from '../app/Icon'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { Filters } from './Filters'
import { byUrgency, type Filter, filterOf, narrowings, neighbour, searchOf } from './filter'
import { IncidentPanel } from './IncidentPanel'
import classes from './IncidentsPage.module.css'
import { Queue } from './Queue'
import { incidentQuery, queueQuery } from './queries'
import { ShortcutHelp } from './ShortcutHelp'
import { useShortcuts } from './useShortcuts'

/** What is wrong in the city, the most urgent first, and one incident beside it with all that is known of it. */
export default function IncidentsPage() {
  const { incident = '' } = useParams()
  const text = useText()
  const [, go] = useLocation()
  const [address] = useSearchParams()
  const filter = useMemo(() => filterOf(address), [address])
  const search = asSearch(filter)
  const queue = useQuery(queueQuery(filter))
  const incidents = useMemo(() => byUrgency(queue.data?.items ?? []), [queue.data])
  const panel = useRef<HTMLDivElement>(null)
  const [help, { open, close }] = useDisclosure()

  const move = (step: 1 | -1) => {
    const ids = incidents.map(({ id }) => id)
    const next = neighbour(ids, incident, step)
    if (next) go(`/incidents/${next}${search}`)
  }
  const press = (name: string) =>
    panel.current?.querySelector<HTMLElement>(`[data-shortcut="${name}"]:not(:disabled)`)
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    a: () => press('a')?.click(),
    x: () => press('x')?.click(),
    u: () => press('u')?.click(),
    c: () => press('c')?.focus(),
    '?': open,
  })

  return (
    <div className={classes.page} data-chosen={incident !== '' || undefined}>
      <section className={classes.queue} aria-label={text('console-incidents')}>
        <Group justify="space-between" className={classes.heading}>
          <Title order={1} size="h3">
            {text('console-incidents')}
          </Title>
          <ActionIcon color="gray" aria-label={text('console-incidents-keys')} onClick={open}>
            <Icon of={Keyboard} />
          </ActionIcon>
        </Group>
        <Filters
          filter={filter}
          counts={queue.data}
          onChange={(wanted) =>
            go(`/incidents${incident && `/${incident}`}${asSearch(wanted)}`, { replace: true })
          }
        />
        <Loaded query={queue}>
          {({ cut }) => (
            <Queue
              incidents={incidents}
              chosen={incident}
              search={search}
              narrowed={narrowings(filter) > 0 || filter.words !== ''}
              cut={cut}
            />
          )}
        </Loaded>
      </section>
      <div ref={panel} className={classes.panel}>
        {incident ? (
          <Chosen key={incident} incident={incident} back={`/incidents${search}`} />
        ) : (
          <Empty icon={MousePointerClick} title={text('console-incidents-choose')} />
        )}
      </div>
      <ShortcutHelp opened={help} onClose={close} />
    </div>
  )
}

function Chosen({ incident, back }: { incident: string; back: string }) {
  const query = useQuery(incidentQuery(incident))
  return <Loaded query={query}>{(data) => <IncidentPanel incident={data} back={back} />}</Loaded>
}

function asSearch(filter: Filter): string {
  const search = searchOf(filter).toString()
  return search && `?${search}`
}
