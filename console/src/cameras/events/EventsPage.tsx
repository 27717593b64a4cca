import { Button, Collapse, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Cctv, SlidersHorizontal } from 'lucide'
import { useMemo } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { EventList } from './EventList'
import classes from './Events.module.css'
import { Finer } from './Finer'
import { asSearch, type Filter, filterOf, narrowings } from './filter'

/** What all cameras saw, searched by class, kind, time, place, camera and verdict. */
export default function EventsPage() {
  const text = useText()
  const [, go] = useLocation()
  const [address] = useSearchParams()
  const filter = useMemo(() => filterOf(address), [address])
  const narrowed = narrowings(filter)
  const [opened, { toggle }] = useDisclosure(narrowed > 0)
  const change = (to: Filter) => go(`/camera-events${asSearch(to)}`, { replace: true })
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-cameras-events')}
          </Title>
          <Text c="dimmed">{text('console-cameras-events-hint')}</Text>
        </div>
        <Group gap="xs">
          <Button
            component={Link}
            href="/cameras"
            variant="default"
            leftSection={<Icon of={Cctv} size={20} />}
          >
            {text('console-cameras-wall')}
          </Button>
          <Button
            variant={narrowed > 0 ? 'light' : 'default'}
            leftSection={<Icon of={SlidersHorizontal} size={20} />}
            aria-expanded={opened}
            onClick={toggle}
          >
            {text('console-filter', { count: narrowed })}
          </Button>
        </Group>
      </Group>
      <Collapse expanded={opened}>
        <Finer filter={filter} onChange={change} />
      </Collapse>
      <EventList filter={filter} named narrowed={narrowed > 0} />
    </div>
  )
}
