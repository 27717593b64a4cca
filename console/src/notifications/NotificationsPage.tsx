import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { Addresses } from './Addresses'
import { Deliveries } from './Deliveries'
import classes from './Notifications.module.css'
import { addressesQuery, channelsQuery, settingsQuery } from './queries'
import { Settings } from './Settings'

/** Where the reader is told of incidents, of which, when not, and what became of it. */
export default function NotificationsPage() {
  const text = useText()
  const channels = useQuery(channelsQuery)
  const addresses = useQuery(addressesQuery)
  const settings = useQuery(settingsQuery)
  return (
    <div className={classes.page}>
      <div>
        <Title order={1} size="h2">
          {text('console-notifications')}
        </Title>
        <Text c="dimmed">{text('console-notifications-hint')}</Text>
      </div>
      <Loaded query={channels}>
        {(ways) => (
          <Loaded query={addresses}>
            {({ items }) => (
              <>
                <Addresses addresses={items} channels={ways} />
                <Loaded query={settings}>{(kept) => <Settings settings={kept} addresses={items} />}</Loaded>
              </>
            )}
          </Loaded>
        )}
      </Loaded>
      <Deliveries />
    </div>
  )
}
