import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { Gathered, KINDS, outOfDate, valuesOf } from './messages'
import { refresher } from './refresh'
import { LiveStore, type LiveValue } from './store'
import { type Connection, EventStream, type Source } from './stream'

interface Live {
  store: LiveStore
  connection: Connection
}

const Context = createContext<Live | null>(null)

const GATHER_MS = 500

/** Follows the platform's stream for everything below it: live values, and which answers are out of date. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [store] = useState(() => new LiveStore((run) => requestAnimationFrame(run)))
  const [connection, setConnection] = useState<Connection>('connecting')

  useEffect(() => {
    let greeted = false
    const gathered = new Gathered(GATHER_MS, refresher(client))
    // Values are not in the log: after a break they are read anew, and then what came before it must not hide them.
    const everything = () => {
      const forget = store.afterBreak()
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.series }).then(forget)
    }
    const stream = new EventStream(() => new EventSource('/api/v1/stream') as Source, KINDS, {
      connection: setConnection,
      message: (kind, data) => {
        if (kind === 'values') store.take(valuesOf(data as Api<'StreamValues'>))
        else if (kind === 'event') gathered.add(outOfDate((data as Api<'StreamEvent'>).kind))
        else if (kind === 'health') client.setQueryData([KEYS.health], data)
        else if (kind === 'reset' || greeted) everything()
        if (kind === 'hello') greeted = true
      },
    })
    stream.start()
    return () => {
      stream.stop()
      gathered.stop()
    }
  }, [client, store])

  const live = useMemo(() => ({ store, connection }), [store, connection])
  return <Context.Provider value={live}>{children}</Context.Provider>
}

export function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}

/** The newest values of one device by channel, drawn anew whenever one of them changes. */
export function useLiveValues(device: string): ReadonlyMap<string, LiveValue> {
  const { store } = useLive()
  const listen = useCallback((changed: () => void) => store.listen(device, changed), [store, device])
  return useSyncExternalStore(listen, () => store.of(device))
}
