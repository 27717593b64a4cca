import { useLocalStorage } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { browserOf } from '../account/browser'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'
import { useLatestUndo } from '../incidents/useLatestUndo'
import { subscribe, subscription } from './push'
import type { Address } from './queries'

type Change = Api<'AddressChange'>

/** Which of the addresses is this browser itself; the platform keeps only the host of its push service. */
export function useThisBrowser() {
  return useLocalStorage({ key: 'luylau.push', defaultValue: '', getInitialValueInEffect: false })
}

/** Adds, changes, tries and deletes the reader's own addresses. */
export function useAddresses() {
  const text = useText()
  const offerUndo = useLatestUndo()
  const afterAct = useAfterAct(KEYS.notifications)
  const [, setThis] = useThisBrowser()
  const patch = ({ address, change }: { address: string; change: Change }) =>
    answer(
      api.PATCH('/api/v1/notifications/addresses/{address}', {
        params: { path: { address } },
        body: change,
      }),
    )
  const add = useMutation({
    mutationFn: (body: Api<'NewEmailAddress'> | Api<'NewChatAddress'>) =>
      answer(api.POST('/api/v1/notifications/addresses', { body })),
    ...afterAct,
  })
  const addBrowser = useMutation({
    mutationFn: async (key: string) => {
      const made = await subscribe(key)
      const { browser, system } = browserOf(navigator.userAgent)
      const name = [browser, system].filter(Boolean).join(' · ') || text('console-notifications-browser')
      const body = { channel: 'web_push' as const, name, ...made }
      return answer(api.POST('/api/v1/notifications/addresses', { body }))
    },
    onSuccess: ({ id }) => setThis(id),
    // The page tells a refusal itself.
    onSettled: afterAct.onSettled,
  })
  const addWebhook = useMutation({
    mutationFn: (body: Api<'NewWebhook'>) => answer(api.POST('/api/v1/notifications/webhooks', { body })),
    ...afterAct,
    // The secret does not stay in the cache of answers.
    gcTime: 0,
  })
  const undoing = useMutation({ mutationFn: patch, ...afterAct })
  const change = useMutation({
    mutationFn: ({ address, change: made }: { address: Address; change: Change }) =>
      patch({ address: address.id, change: made }),
    onSuccess: (after, { address: before }) =>
      offerUndo(
        after.id,
        `${after.id} ${Date.now()}`,
        text(
          after.enabled === before.enabled
            ? 'console-notifications-renamed'
            : after.enabled
              ? 'console-notifications-switched-on'
              : 'console-notifications-switched-off',
          { name: after.name },
        ),
        () => undoing.mutate({ address: after.id, change: { name: before.name, enabled: before.enabled } }),
      ),
    ...afterAct,
  })
  const remove = useMutation({
    mutationFn: async ({ address, own }: { address: string; own: boolean }) => {
      await answer(api.DELETE('/api/v1/notifications/addresses/{address}', { params: { path: { address } } }))
      if (!own) return
      setThis('')
      await (await subscription())?.unsubscribe()
    },
    ...afterAct,
  })
  const test = useMutation({
    mutationFn: (address: string) =>
      answer(api.POST('/api/v1/notifications/addresses/{address}/test', { params: { path: { address } } })),
    ...afterAct,
  })
  return { add, addBrowser, addWebhook, change, remove, test }
}

export type Addressing = ReturnType<typeof useAddresses>
