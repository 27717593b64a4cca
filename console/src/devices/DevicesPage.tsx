import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, SearchX } from 'lucide'
import { useRef, useState } from 'react'
import { useParams } from 'wouter'
import type { Api } from '../api/types'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { AdoptForm } from './AdoptForm'
import { DeviceCard } from './DeviceCard'
import classes from './DevicesPage.module.css'
import { Enrolment } from './Enrolment'
import { SHOWS, type Show, unknownDevicesQuery } from './queries'

/** Devices that send, or try to, and that the city pack does not know. */
export default function DevicesPage() {
  const { device } = useParams()
  return device ? <Adopting key={device} name={device} /> : <List />
}

function List() {
  const text = useText()
  const [show, setShow] = useState<Show>('waiting')
  const query = useQuery(unknownDevicesQuery(show))
  return (
    <div className={classes.page}>
      <div>
        <Title order={1} size="h2">
          {text('console-devices-title')}
        </Title>
        <Text c="dimmed">{text('console-devices-hint')}</Text>
      </div>
      <Enrolment />
      <SegmentedControl
        className={classes.show}
        aria-label={text('console-devices-show')}
        data={(Object.keys(SHOWS) as Show[]).map((one) => ({
          value: one,
          label: text(`console-devices-show-${one}`),
        }))}
        value={show}
        onChange={(value) => setShow(value === 'dismissed' ? 'dismissed' : 'waiting')}
      />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={CircleCheck}
              title={text(`console-devices-none-${show}`)}
              hint={text('console-devices-none-hint')}
            />
          ) : (
            <Stack
              gap="sm"
              component="ul"
              className={classes.list}
              aria-label={text('console-devices-title')}
            >
              {items.map((one) => (
                <DeviceCard key={one.device} device={one} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </div>
  )
}

function Adopting({ name }: { name: string }) {
  const text = useText()
  const waiting = useQuery(unknownDevicesQuery('waiting'))
  const dismissed = useQuery(unknownDevicesQuery('dismissed'))
  // Adopting takes the device off the list; the form goes on with the one that it was opened with.
  const opened = useRef<Api<'UnknownDevice'>>(undefined)
  return (
    <Loaded query={waiting} page>
      {({ items }) => {
        opened.current ??= [...items, ...(dismissed.data?.items ?? [])].find(
          (one) => one.device === name && !one.known,
        )
        return opened.current ? (
          <AdoptForm device={opened.current} />
        ) : (
          <Empty icon={SearchX} title={text('console-devices-gone', { device: name })} page />
        )
      }}
    </Loaded>
  )
}
