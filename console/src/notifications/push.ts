import type { Api } from '../api/types'

/** The worker that shows messages; a file of the console's own origin. */
const WORKER = '/push.js'

export type Support = 'possible' | 'denied' | 'insecure' | 'missing'

/** Whether this browser can be told of something at all. */
export function pushSupport(): Support {
  if (!window.isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'missing'
  return Notification.permission === 'denied' ? 'denied' : 'possible'
}

/** Turns base64url without padding into bytes. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

const same = (a: ArrayBuffer | null, b: Uint8Array) =>
  a !== null && a.byteLength === b.length && new Uint8Array(a).every((byte, at) => byte === b[at])

/** This browser's subscription; `null` where there is none. */
export async function subscription(): Promise<PushSubscription | null> {
  if (pushSupport() !== 'possible') return null
  const worker = await navigator.serviceWorker.getRegistration(WORKER)
  return (await worker?.pushManager.getSubscription()) ?? null
}

/** What the person must do first: they have said no, or the browser's push service does not answer. */
export class PushRefused extends Error {
  constructor(readonly why: 'denied' | 'failed') {
    super(why)
  }
}

/** Asks the person, then subscribes this browser; throws `PushRefused`. */
export async function subscribe(key: string): Promise<Pick<Api<'NewPushAddress'>, 'endpoint' | 'keys'>> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushRefused('denied')
  const applicationServerKey = bytesOf(key)
  try {
    await navigator.serviceWorker.register(WORKER)
    const { pushManager } = await navigator.serviceWorker.ready
    let found = await pushManager.getSubscription()
    if (found && !same(found.options.applicationServerKey, applicationServerKey)) {
      // It was made for another platform, or before its keys were renewed.
      await found.unsubscribe()
      found = null
    }
    found ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
    const { endpoint, keys } = found.toJSON()
    if (!endpoint || !keys?.p256dh || !keys.auth) throw new PushRefused('failed')
    return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }
  } catch (error) {
    if (error instanceof PushRefused) throw error
    throw new PushRefused('failed')
  }
}
