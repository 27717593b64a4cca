import { Alert, Button, Menu, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { BellOff, Plus, TriangleAlert } from 'lucide'
import { useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { Empty } from '../app/states'
import { SecretOnce } from '../devices/SecretOnce'
import { useText } from '../i18n/text'
import { AddressRow } from './AddressRow'
import { NewAddress } from './NewAddress'
import classes from './Notifications.module.css'
import { PushRefused, pushSupport, subscription } from './push'
import type { Address, Channel } from './queries'
import { useAddresses, useThisBrowser } from './useAddresses'
import { CHANNEL_ICONS, useChannelName } from './useChannelName'

interface Props {
  addresses: readonly Address[]
  channels: Api<'NotificationChannels'>
}

/** The reader's own addresses, and the ways to add one. */
export function Addresses({ addresses, channels }: Props) {
  const text = useText()
  const named = useChannelName()
  const show = useShowProblem()
  const mayHook = useMay('notification.webhook')
  const acts = useAddresses()
  const [own] = useThisBrowser()
  const [adding, setAdding] = useState<Exclude<Channel, 'web_push'> | null>(null)
  const [secret, setSecret] = useState<Api<'NotificationWebhook'> | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  // The person may have taken the permission back in the browser's own settings.
  const held = useQuery({
    queryKey: ['push-subscription', own],
    queryFn: async () => (await subscription()) !== null,
    staleTime: 0,
  }).data
  const mine = addresses.find(({ id, channel }) => id === own && channel === 'web_push')
  const ways = channels.items.filter(({ channel }) => channel !== 'webhook' || mayHook)
  const choose = (channel: Channel) => {
    setRefused(null)
    if (channel !== 'web_push') return setAdding(channel)
    const support = pushSupport()
    if (support !== 'possible') return setRefused(`console-notifications-push-${support}`)
    acts.addBrowser.mutate(channels.vapid_key, {
      onError: (error) =>
        error instanceof PushRefused ? setRefused(`console-notifications-push-${error.why}`) : show(error),
    })
  }
  const title = text('console-notifications-addresses')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {refused && (
          <Alert color="orange" role="alert" icon={<Icon of={TriangleAlert} />} title={text(refused)} />
        )}
        {mine && held === false && (
          <Alert
            color="orange"
            icon={<Icon of={BellOff} />}
            title={text('console-notifications-push-lost')}
          />
        )}
        {addresses.length === 0 && (
          <Empty
            icon={BellOff}
            title={text('console-notifications-no-address')}
            hint={text('console-notifications-no-address-hint')}
          />
        )}
        <ul className={classes.list}>
          {addresses.map((address) => (
            <li key={address.id}>
              <AddressRow address={address} own={address === mine} acts={acts} />
            </li>
          ))}
        </ul>
        {adding ? (
          <NewAddress channel={adding} acts={acts} onSecret={setSecret} onDone={() => setAdding(null)} />
        ) : (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                w="fit-content"
                leftSection={<Icon of={Plus} size={20} />}
                loading={acts.addBrowser.isPending}
              >
                {text('console-notifications-add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {ways.map(({ channel, ready }) => (
                <Menu.Item
                  key={channel}
                  disabled={!ready}
                  leftSection={<Icon of={CHANNEL_ICONS[channel]} size={20} />}
                  onClick={() => choose(channel)}
                >
                  {channel === 'web_push' ? text('notify-channel-web-push') : named(channel)}
                  {!ready && <Text size="sm">{text('console-notifications-not-ready')}</Text>}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Stack>
      {secret && (
        <SecretOnce
          title={text('console-notifications-secret', { name: secret.name })}
          hint={text('console-notifications-secret-hint')}
          rows={[{ label: text('console-notifications-secret-key'), value: secret.secret }]}
          onClose={() => setSecret(null)}
        />
      )}
    </Paper>
  )
}
