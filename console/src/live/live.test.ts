import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gathered, outOfDate, valuesOf } from './messages'
import { refresher } from './refresh'
import { LiveStore, type LiveValue } from './store'
import { type Connection, EventStream, type Source } from './stream'

const value = (device: string, time: number, of = time, channel = 'water_level'): LiveValue => ({
  device,
  channel,
  time,
  value: of,
  quality: 0,
})

/** A store whose frames come when the test says so. */
function store() {
  const frames: (() => void)[] = []
  const made = new LiveStore((run) => frames.push(run))
  return { made, frame: () => frames.splice(0).map((run) => run()).length }
}

describe('LiveStore', () => {
  it('keeps the newest value of each channel', () => {
    const { made } = store()
    made.take([value('a', 2), value('a', 1), value('a', 3, 9, 'battery'), value('b', 1)])
    expect(made.of('a').get('water_level')?.value).toBe(2)
    expect(made.of('a').get('battery')?.value).toBe(9)
    expect(made.of('b').size).toBe(1)
    expect(made.of('c').size).toBe(0)
  })

  it('forgets after a break what has not come anew', () => {
    const { made, frame } = store()
    made.take([value('a', 1), value('a', 1, 5, 'battery'), value('b', 1)])
    frame()
    const ofB = vi.fn()
    made.listen('b', ofB)
    const forget = made.afterBreak()
    made.take([value('a', 2)])
    frame()
    expect(made.of('b').size).toBe(1)
    forget()
    frame()
    expect([...made.of('a').keys()]).toEqual(['water_level'])
    expect(made.of('a').get('water_level')?.value).toBe(2)
    expect(made.of('b').size).toBe(0)
    expect(ofB).toHaveBeenCalledTimes(1)
  })

  it('tells each listener once a frame, and only of its device', () => {
    const { made, frame } = store()
    const ofA = vi.fn()
    const ofB = vi.fn()
    made.listen('a', ofA)
    const stop = made.listen('b', ofB)
    made.take([value('a', 1)])
    made.take([value('a', 2)])
    expect(ofA).not.toHaveBeenCalled()
    expect(frame()).toBe(1)
    expect(ofA).toHaveBeenCalledTimes(1)
    expect(ofB).not.toHaveBeenCalled()
    stop()
    made.take([value('b', 1)])
    frame()
    expect(ofB).not.toHaveBeenCalled()
  })

  it('hands out another object after a change and the same one without', () => {
    const { made, frame } = store()
    made.take([value('a', 1)])
    frame()
    const before = made.of('a')
    made.take([value('a', 0)])
    frame()
    expect(made.of('a')).toBe(before)
    made.take([value('a', 2)])
    frame()
    expect(made.of('a')).not.toBe(before)
    expect(before.get('water_level')?.time).toBe(1)
  })

  it('takes ten thousand devices at once', () => {
    const { made, frame } = store()
    const all = Array.from({ length: 10_000 }, (_, at) => value(`device-${at}`, 1))
    made.take(all)
    frame()
    expect(made.of('device-9999').get('water_level')?.time).toBe(1)
  })
})

describe('valuesOf', () => {
  it('turns columns into rows, NaN of the platform being null', () => {
    const rows = [
      ...valuesOf({
        asset: ['a', 'b'],
        channel: ['water_level', 'open'],
        time_ms: [1, 2],
        received_ms: [1, 2],
        value: [4.5, null],
        quality: [0, 256],
      }),
    ]
    expect(rows).toEqual([
      { device: 'a', channel: 'water_level', time: 1, value: 4.5, quality: 0 },
      { device: 'b', channel: 'open', time: 2, value: null, quality: 256 },
    ])
  })
})

describe('outOfDate', () => {
  it('knows what each kind of event touches', () => {
    expect(outOfDate('incident.opened')).toContain('map')
    expect(outOfDate('incident.refreshed')).not.toContain('map')
    expect(outOfDate('rule.changed')).toEqual(['rules'])
    expect(outOfDate('city.changed')).toContain('city')
    expect(outOfDate('incident.task_done')).toContain('playbooks')
    expect(outOfDate('incident.task_done')).toContain('drills')
    expect(outOfDate('playbook.step_done')).toContain('drills')
    expect(outOfDate('report.received')).toEqual(['reports'])
    expect(outOfDate('shift.accepted')).toEqual(['shifts'])
    expect(outOfDate('something.else')).toEqual([])
  })
})

describe('with time that stands still', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('gathers keys and hands them on together', () => {
    const hand = vi.fn()
    const gathered = new Gathered(500, hand)
    gathered.add(['map', 'incidents'])
    gathered.add(['map', 'asset'])
    gathered.add([])
    vi.advanceTimersByTime(499)
    expect(hand).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(hand).toHaveBeenCalledExactlyOnceWith(new Set(['map', 'incidents', 'asset']))
    gathered.add(['city'])
    gathered.stop()
    vi.advanceTimersByTime(1_000)
    expect(hand).toHaveBeenCalledTimes(1)
  })

  it('takes answers in while events come faster than they, and asks once more after the last', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
    let happened = 0
    let running = 0
    let most = 0
    const seen: number[] = []
    const observer = new QueryObserver(client, {
      queryKey: ['incidents', 'queue'],
      queryFn: async () => {
        const asked = happened
        most = Math.max(most, ++running)
        await new Promise((done) => setTimeout(done, 700))
        running--
        return asked
      },
    })
    const stop = observer.subscribe(({ data }) => {
      if (data !== undefined && data !== seen.at(-1)) seen.push(data)
    })
    const gathered = new Gathered(500, refresher(client))
    for (; happened < 100; happened++) {
      gathered.add(['incidents'])
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(seen.length).toBeGreaterThan(8)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(seen.at(-1)).toBe(100)
    expect(most).toBe(1)
    stop()
  })

  it('reads once what was idle, and what has failed again', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    const read = vi.fn(async () => {
      await new Promise((done) => setTimeout(done, 100))
      if (read.mock.calls.length === 2) throw new Error('no answer')
      return read.mock.calls.length
    })
    const observer = new QueryObserver(client, { queryKey: ['map'], queryFn: read })
    const stop = observer.subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(100)
    const refresh = refresher(client)
    refresh(new Set(['map']))
    refresh(new Set(['map', 'asset']))
    refresh(new Set(['places']))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(read).toHaveBeenCalledTimes(3)
    expect(observer.getCurrentResult().data).toBe(3)
    stop()
  })

  it('opens a new stream only where the browser has given up, waiting longer each time', () => {
    const sources: FakeSource[] = []
    const states: Connection[] = []
    const messages: unknown[] = []
    const stream = new EventStream(
      () => {
        const source = new FakeSource()
        sources.push(source)
        return source
      },
      ['values'],
      {
        connection: (state) => states.push(state),
        message: (kind, data) => messages.push([kind, data]),
      },
    )
    stream.start()
    sources[0]?.onopen?.(new Event('open'))
    sources[0]?.say('values', '{"asset":[]}')
    sources[0]?.fail(0)
    vi.advanceTimersByTime(60_000)
    expect(sources).toHaveLength(1)
    sources[0]?.fail(2)
    vi.advanceTimersByTime(1_000)
    expect(sources).toHaveLength(2)
    sources[1]?.fail(2)
    vi.advanceTimersByTime(1_999)
    expect(sources).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(sources).toHaveLength(3)
    stream.stop()
    expect(sources[2]?.closed).toBe(true)
    expect(states).toEqual(['connecting', 'live', 'lost', 'lost', 'lost'])
    expect(messages).toEqual([['values', { asset: [] }]])
  })

  it('does not trust a line that has gone silent', () => {
    const sources: FakeSource[] = []
    const states: Connection[] = []
    const open = () => {
      const source = new FakeSource()
      sources.push(source)
      return source
    }
    const handlers = { connection: (state: Connection) => void states.push(state), message: () => {} }
    const stream = new EventStream(open, ['health'], handlers)
    stream.start()
    sources[0]?.onopen?.(new Event('open'))
    vi.advanceTimersByTime(9_999)
    sources[0]?.say('health', '{}')
    vi.advanceTimersByTime(9_999)
    expect(states).toEqual(['connecting', 'live'])
    vi.advanceTimersByTime(1)
    expect(states).toEqual(['connecting', 'live', 'lost'])
    expect(sources[0]?.closed).toBe(true)
    vi.advanceTimersByTime(1_000)
    expect(sources).toHaveLength(2)
    sources[1]?.onopen?.(new Event('open'))
    expect(states.at(-1)).toBe('live')
    stream.stop()
    vi.advanceTimersByTime(60_000)
    expect(sources).toHaveLength(2)
  })
})

class FakeSource implements Source {
  onopen: ((event: Event) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readyState = 0
  closed = false
  #listeners = new Map<string, (event: MessageEvent<string>) => void>()

  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(kind, listener)
  }

  close(): void {
    this.closed = true
  }

  say(kind: string, data: string): void {
    this.#listeners.get(kind)?.(new MessageEvent(kind, { data }))
  }

  fail(readyState: number): void {
    this.readyState = readyState
    this.onerror?.(new Event('error'))
  }
}
