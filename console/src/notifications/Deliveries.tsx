import { Badge, Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { BellOff, CircleCheck, CircleSlash, CircleX, Hourglass, type IconNode, Layers, Moon } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { byArrows } from '../app/arrows'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { SeverityMark } from '../assets/SeverityMark'
import { useFormats, useText } from '../i18n/text'
import { DrillMark } from '../incidents/DrillMark'
import classes from './Notifications.module.css'
import { type Delivery, deliveriesQuery } from './queries'
import { useChannelName } from './useChannelName'

const ICONS: Readonly<Record<Delivery['state'], IconNode>> = {
  collected: Layers,
  suppressed: Moon,
  pending: Hourglass,
  sent: CircleCheck,
  failed: CircleX,
  dropped: CircleSlash,
}

/** What was sent, is to be sent, or was not, and why. */
export function Deliveries() {
  const text = useText()
  const mayAll = useMay('notification.read')
  const [everybody, setEverybody] = useState(false)
  const query = useInfiniteQuery(deliveriesQuery(everybody))
  const title = text('console-notifications-deliveries')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {mayAll && (
            <SegmentedControl
              aria-label={text('console-notifications-whose')}
              data={[
                { value: 'own', label: text('console-notifications-own') },
                { value: 'all', label: text('console-notifications-all') },
              ]}
              value={everybody ? 'all' : 'own'}
              onChange={(value) => setEverybody(value === 'all')}
            />
          )}
        </Group>
        <Loaded query={query}>
          {({ pages }) => {
            const all = pages.flatMap(({ items }) => items)
            if (all.length === 0)
              return <Empty icon={BellOff} title={text('console-notifications-no-delivery')} />
            return (
              <ol className={classes.list} onKeyDown={byArrows}>
                {all.map((one) => (
                  <li key={one.id} className={classes.delivery}>
                    <One delivery={one} whose={everybody} />
                  </li>
                ))}
              </ol>
            )
          }}
        </Loaded>
        {query.hasNextPage && (
          <Button
            variant="subtle"
            fullWidth
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {text('console-notifications-more')}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

function One({ delivery, whose }: { delivery: Delivery; whose: boolean }) {
  const text = useText()
  const { time } = useFormats()
  const named = useChannelName()
  const waits = delivery.state !== 'sent' && delivery.state !== 'failed' && delivery.state !== 'dropped'
  const said = [
    whose && delivery.user_name,
    named(delivery.channel),
    delivery.address_name || text('console-notifications-address-gone'),
    text('console-notifications-created', { time: time(new Date(delivery.created)) }),
    delivery.sent && text('console-notifications-sent', { time: time(new Date(delivery.sent)) }),
    waits && text('console-notifications-due', { time: time(new Date(delivery.due)) }),
    delivery.attempts > 1 && text('console-notifications-attempts', { count: delivery.attempts }),
    delivery.items > 1 && text('console-notifications-items', { count: delivery.items }),
  ]
  return (
    <>
      <Group gap="xs">
        <Badge
          size="lg"
          variant={delivery.state === 'failed' ? 'filled' : 'light'}
          color={delivery.state === 'failed' ? 'red.9' : 'celadon'}
          leftSection={<Icon of={ICONS[delivery.state]} size={16} />}
        >
          {text(`notify-state-${delivery.state}`)}
        </Badge>
        <Text fw={600}>{text(`notify-occasion-${delivery.occasion}`)}</Text>
        {delivery.severity && <SeverityMark severity={delivery.severity} />}
        {delivery.drill && <DrillMark />}
      </Group>
      {delivery.incident ? (
        <Link href={`/incidents/${delivery.incident}`} className={classes.link}>
          {delivery.title}
        </Link>
      ) : (
        <Text>{delivery.title}</Text>
      )}
      <Text size="sm" c="dimmed">
        {said.filter(Boolean).join(' · ')}
      </Text>
      {delivery.held && <Text size="sm">{text(`notify-held-${delivery.held}`)}</Text>}
      {delivery.reason && (
        <Text size="sm" fw={600}>
          {delivery.reason}
        </Text>
      )}
    </>
  )
}
