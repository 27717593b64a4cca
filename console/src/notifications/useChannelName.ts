import { AppWindow, type IconNode, Mail, MessageCircle, Send, Webhook } from 'lucide'
import { useCallback } from 'react'
import { useText } from '../i18n/text'
import type { Channel } from './queries'

/** The picture of each way to tell somebody. */
export const CHANNEL_ICONS: Readonly<Record<Channel, IconNode>> = {
  email: Mail,
  web_push: AppWindow,
  telegram: Send,
  zalo: MessageCircle,
  webhook: Webhook,
}

/** Returns a function that names a way to tell somebody; not every browser is this one. */
export function useChannelName(): (channel: Channel) => string {
  const text = useText()
  return useCallback(
    (channel) =>
      channel === 'web_push' ? text('console-notifications-browser') : text(`notify-channel-${channel}`),
    [text],
  )
}
