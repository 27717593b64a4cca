import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import type { Channel } from './queries'
import type { Addressing } from './useAddresses'
import { useChannelName } from './useChannelName'

interface Props {
  channel: Exclude<Channel, 'web_push'>
  acts: Addressing
  /** A webhook was made, whose secret is shown this once. */
  onSecret: (made: Api<'NotificationWebhook'>) => void
  onDone: () => void
}

const LONGEST_NAME = 60

/** Asks for a mailbox, a chat or another system's address. */
export function NewAddress({ channel, acts, onSecret, onDone }: Props) {
  const text = useText()
  const named = useChannelName()(channel)
  const [target, setTarget] = useState('')
  const [name, setName] = useState(named)
  const chat = channel === 'telegram' || channel === 'zalo'
  const field = chat ? 'chat' : channel
  const send = () => {
    const about = { name: name.trim() || named }
    const where = target.trim()
    if (channel === 'webhook')
      return acts.addWebhook.mutate(
        { ...about, url: where },
        {
          onSuccess: (made) => {
            onSecret(made)
            onDone()
          },
        },
      )
    acts.add.mutate(
      channel === 'email' ? { ...about, channel, email: where } : { ...about, channel, chat: where },
      { onSuccess: onDone },
    )
  }
  return (
    <ActForm
      label={text('console-notifications-add-this', { channel: named })}
      busy={acts.add.isPending || acts.addWebhook.isPending}
      ready={target.trim() !== ''}
      onSend={send}
      onCancel={onDone}
    >
      <TextInput
        label={text(`console-notifications-field-${field}`)}
        description={text(`console-notifications-field-${field}-hint`)}
        type={channel === 'email' ? 'email' : channel === 'webhook' ? 'url' : 'text'}
        autoComplete={channel === 'email' ? 'email' : 'off'}
        required
        data-autofocus
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <TextInput
        label={text('console-notifications-name')}
        description={text('console-notifications-name-hint')}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </ActForm>
  )
}
