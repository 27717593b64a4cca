import { Badge, Button, Group, Switch, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Pencil, Send, Trash2, TriangleAlert } from 'lucide'
import { useState } from 'react'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import { useFormats, useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import classes from './Notifications.module.css'
import type { Address } from './queries'
import type { Addressing } from './useAddresses'
import { CHANNEL_ICONS, useChannelName } from './useChannelName'

interface Props {
  address: Address
  /** It is the browser that the reader looks at. */
  own: boolean
  acts: Addressing
}

const LONGEST = 60

/** One address: switched on or off, tried, renamed, deleted. */
export function AddressRow({ address, own, acts }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const named = useChannelName()
  const [renaming, setRenaming] = useState(false)
  const [name, setName] = useState(address.name)
  const [asked, ask] = useDisclosure()
  return (
    <div className={classes.address} data-off={!address.enabled || undefined}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon of={CHANNEL_ICONS[address.channel]} />
        <div className={classes.words}>
          <Group gap="xs">
            <Text fw={650}>{address.name}</Text>
            {own && <Badge variant="light">{text('notify-channel-web-push')}</Badge>}
          </Group>
          <Text size="sm" className={classes.target}>
            {named(address.channel)} · {address.target}
          </Text>
          <Text size="sm" c="dimmed">
            {address.last_sent
              ? text('console-notifications-last', { time: minute(new Date(address.last_sent)) })
              : text('console-notifications-never')}
          </Text>
          {address.trouble && (
            <Text size="sm" fw={600}>
              <Icon of={TriangleAlert} size={16} /> {address.trouble}
            </Text>
          )}
        </div>
        <Switch
          checked={address.enabled}
          label={text(address.enabled ? 'console-notifications-on' : 'console-notifications-off')}
          aria-label={text('console-notifications-use', { name: address.name })}
          className={classes.switch}
          onChange={(event) =>
            acts.change.mutate({ address, change: { enabled: event.currentTarget.checked } })
          }
        />
      </Group>
      {renaming ? (
        <ActForm
          label={text('console-notifications-rename')}
          busy={acts.change.isPending}
          ready={name.trim() !== ''}
          onSend={() =>
            acts.change.mutate(
              { address, change: { name: name.trim() } },
              { onSuccess: () => setRenaming(false) },
            )
          }
          onCancel={() => setRenaming(false)}
        >
          <TextInput
            label={text('console-notifications-name')}
            required
            data-autofocus
            maxLength={LONGEST}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </ActForm>
      ) : (
        <Group gap="xs">
          <Button
            variant="default"
            disabled={!address.enabled}
            leftSection={<Icon of={Send} size={20} />}
            aria-label={text('console-notifications-test-of', { name: address.name })}
            loading={acts.test.isPending && acts.test.variables === address.id}
            onClick={() => acts.test.mutate(address.id)}
          >
            {text('console-notifications-test')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon of={Pencil} size={20} />}
            aria-label={text('console-notifications-rename-of', { name: address.name })}
            onClick={() => {
              setName(address.name)
              setRenaming(true)
            }}
          >
            {text('console-notifications-rename')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon of={Trash2} size={20} />}
            aria-label={text('console-notifications-delete-of', { name: address.name })}
            onClick={ask.open}
          >
            {text('console-notifications-delete')}
          </Button>
        </Group>
      )}
      <Confirm
        opened={asked}
        onClose={ask.close}
        title={text('console-notifications-delete-of', { name: address.name })}
        label={text('console-notifications-delete')}
        grave
        busy={acts.remove.isPending}
        onConfirm={() => acts.remove.mutate({ address: address.id, own }, { onSettled: ask.close })}
      >
        {text('console-notifications-delete-sure')}
      </Confirm>
    </div>
  )
}
