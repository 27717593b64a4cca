import { describe, expect, it, vi } from 'vitest'
import worker from '../../public/push.js?raw'
import type { Api } from '../api/types'
import { rewriting } from '../app/drafts'
import { bundleOf } from '../i18n/catalogue'
import { LANGUAGES } from '../i18n/languages'
import { bytesOf } from './push'
import { nextLook } from './queries'
import { type Draft, draftOf, faultOf, newRule, OCCASIONS, QUIET, withAddresses } from './settings'

const KEPT: Api<'NotificationSettings'> = {
  rules: [newRule(['address-1'])],
  quiet: QUIET,
  time_zone: 'Asia/Ho_Chi_Minh',
  version: 2,
}

describe('the settings', () => {
  it('differ only where something was changed', () => {
    const now = { words: draftOf(KEPT), base: KEPT.version }
    const changed = (words: Draft) => rewriting({ words, base: KEPT.version }, now).own
    expect(changed(draftOf(KEPT))).toBe(false)
    expect(changed({ ...draftOf(KEPT), quiet: null })).toBe(true)
    expect(changed({ ...draftOf(KEPT), rules: [] })).toBe(true)
  })

  it('name no address that is deleted', () => {
    const [both, gone, every] = [newRule(['address-1', 'address-2']), newRule(['address-2']), newRule([])]
    const left = withAddresses({ rules: [both, gone, every], quiet: QUIET }, ['address-1'])
    expect(left).toEqual({ rules: [newRule(['address-1']), every], quiet: QUIET })
  })

  it('are not kept while they cannot be meant', () => {
    expect(faultOf(draftOf(KEPT))).toBeNull()
    expect(faultOf({ rules: [{ ...newRule([]), occasions: [] }], quiet: null })).toBe(
      'console-notifications-no-occasion',
    )
    expect(faultOf({ rules: [], quiet: { ...QUIET, end: '' } })).toBe('console-notifications-no-time')
    expect(faultOf({ rules: [], quiet: { ...QUIET, end: QUIET.begin } })).toBe(
      'console-notifications-same-time',
    )
  })

  it('have a word for every occasion, state and way', () => {
    const keys = [
      ...OCCASIONS.map((one) => `notify-occasion-${one}`),
      ...['digest', 'test'].map((one) => `notify-occasion-${one}`),
      ...['collected', 'suppressed', 'pending', 'sent', 'failed', 'dropped'].map(
        (one) => `notify-state-${one}`,
      ),
      ...['digest', 'quiet', 'flood', 'late'].map((one) => `notify-held-${one}`),
      ...['email', 'web-push', 'telegram', 'zalo', 'webhook'].map((one) => `notify-channel-${one}`),
      ...['denied', 'insecure', 'missing', 'failed'].map((one) => `console-notifications-push-${one}`),
      ...['email', 'chat', 'webhook'].map((one) => `console-notifications-field-${one}`),
    ]
    for (const language of LANGUAGES)
      expect(keys.filter((key) => !bundleOf(language).hasMessage(key))).toEqual([])
  })
})

it('looks for what is to be sent when that is due, neither all the time nor never', () => {
  const now = Date.parse('2026-01-01T10:00:00Z')
  const pending = (due: string) => ({ state: 'pending' as const, due })
  const sent = { state: 'sent' as const, due: '2026-01-01T10:00:10Z' }
  expect(nextLook([sent], now)).toBe(false)
  expect(nextLook([sent, pending('2026-01-01T09:59:00Z')], now)).toBe(3_000)
  expect(nextLook([pending('2026-01-01T11:00:00Z'), pending('2026-01-01T10:00:20Z')], now)).toBe(20_000)
  expect(nextLook([pending('2026-01-01T11:00:00Z')], now)).toBe(60_000)
})

it('reads the key of the platform', () => {
  expect([...bytesOf('AP_-gA')]).toEqual([0, 255, 254, 128])
})

/** A window that the worker may find open. */
interface Seen {
  url: string
  focus: () => unknown
}

/** Runs the worker's file against a stage of its own; returns what it does with an event. */
function stage(windows: Seen[] = []) {
  const heard = new Map<string, (event: unknown) => void>()
  const showNotification = vi.fn()
  const openWindow = vi.fn()
  const self = {
    location: { origin: 'https://luylau.example' },
    registration: { showNotification },
    clients: { matchAll: async () => windows, openWindow, claim: vi.fn() },
    skipWaiting: vi.fn(),
    addEventListener: (kind: string, listener: (event: unknown) => void) => heard.set(kind, listener),
  }
  new Function('self', worker)(self)
  const tell = async (kind: string, event: object) => {
    let done: unknown
    heard.get(kind)?.({
      ...event,
      waitUntil: (promise: unknown) => {
        done = promise
      },
    })
    await done
  }
  return { tell, showNotification, openWindow }
}

describe('the worker', () => {
  it('shows what it is told, and a critical incident until it is touched', async () => {
    const { tell, showNotification } = stage()
    const told = { title: 'Mất điện', body: 'Vũ Ninh', url: '/incidents/7', tag: '7', severity: 'critical' }
    await tell('push', { data: { json: () => told } })
    expect(showNotification).toHaveBeenCalledWith(
      'Mất điện',
      expect.objectContaining({
        body: 'Vũ Ninh',
        tag: '7',
        requireInteraction: true,
        data: { url: '/incidents/7' },
      }),
    )
  })

  it('shows something even where the message cannot be read', async () => {
    const { tell, showNotification } = stage()
    const json = () => {
      throw new SyntaxError('no JSON')
    }
    await tell('push', { data: { json } })
    await tell('push', { data: null })
    expect(showNotification).toHaveBeenCalledTimes(2)
    expect(showNotification).toHaveBeenCalledWith('Luy Lâu', expect.objectContaining({ renotify: false }))
  })

  it('opens the page of the message, or brings it to the front', async () => {
    const focus = vi.fn()
    const { tell, openWindow } = stage([{ url: 'https://luylau.example/incidents/7', focus }])
    const touched = (url: string) => ({ notification: { close: vi.fn(), data: { url } } })
    await tell('notificationclick', touched('/incidents/7'))
    expect(focus).toHaveBeenCalledOnce()
    await tell('notificationclick', touched('/incidents/8'))
    expect(openWindow).toHaveBeenLastCalledWith('https://luylau.example/incidents/8')
  })

  it('opens nothing of another host', async () => {
    const { tell, openWindow } = stage()
    await tell('notificationclick', {
      notification: { close: vi.fn(), data: { url: 'https://evil.example/' } },
    })
    expect(openWindow).toHaveBeenCalledWith('https://luylau.example')
  })
})
