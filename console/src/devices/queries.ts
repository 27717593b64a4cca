import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'

export type UnknownState = Api<'UnknownDevice'>['state']

/** Which unknown devices are looked at. */
export const SHOWS = { waiting: ['held', 'refused'], dismissed: ['dismissed'] } as const satisfies Record<
  string,
  readonly UnknownState[]
>
export type Show = keyof typeof SHOWS

const SOON_MS = 15_000

/** Devices that the pack does not know; their counts grow without an event, so they are read again. */
export const unknownDevicesQuery = (show: Show) =>
  queryOptions({
    queryKey: [KEYS.unknownDevices, show],
    queryFn: () =>
      answer(api.GET('/api/v1/unknown-devices', { params: { query: { state: [...SHOWS[show]] } } })),
    refetchInterval: SOON_MS,
  })

/** Whether devices that the platform does not know may come at all. */
export const enrolmentQuery = queryOptions({
  queryKey: [KEYS.unknownDevices, 'enrolment'],
  queryFn: () => answer(api.GET('/api/v1/enrolment')),
})

/** What a device of the pack signs in with; never its secret. */
export const credentialQuery = (asset: string) =>
  queryOptions({
    queryKey: [KEYS.asset, asset, 'credential'],
    queryFn: () => answer(api.GET('/api/v1/devices/{asset}/credential', { params: { path: { asset } } })),
  })
