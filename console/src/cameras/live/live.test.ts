import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FIRST_WAIT_MS, type LineState, liveAddress, PictureLine, SILENCE_MS } from './line'
import { Broken, type Part, PartReader } from './multipart'
import { LIVE_MS, Pictures, staleSeconds } from './pictures'

const START = '--picture\r\n'

function part(camera: string, timeUs: number, body: Uint8Array): Uint8Array {
  const head = `Content-Type: image/jpeg\r\nX-Camera: ${camera}\r\nX-Time: ${timeUs}\r\nContent-Length: ${body.length}\r\n\r\n`
  return bytes(head, body, '\r\n--picture\r\n')
}

function bytes(...pieces: (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    pieces.flatMap((piece) => [...(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)]),
  )
}

const JPEG = new Uint8Array([255, 216, 13, 10, 13, 10, 45, 45, 112, 105, 99, 255, 217])
const BODY = bytes(
  START,
  part('gate', 2_500_000, JPEG),
  part('', 0, new Uint8Array(0)),
  part('yard', 3_000_000, JPEG),
)

describe('the reader of parts', () => {
  it.each([1, 2, 3, 7, 64, BODY.length])('reads the same whatever the pieces: %d bytes each', (size) => {
    const reader = new PartReader()
    const found: Part[] = []
    for (let at = 0; at < BODY.length; at += size) found.push(...reader.push(BODY.subarray(at, at + size)))
    expect(found.map(({ camera, time, type }) => [camera, time, type])).toEqual([
      ['gate', 2_500, 'image/jpeg'],
      ['', 0, 'image/jpeg'],
      ['yard', 3_000, 'image/jpeg'],
    ])
    // Line ends and boundaries within a picture are part of it.
    expect(found.map(({ body }) => [...body])).toEqual([[...JPEG], [], [...JPEG]])
  })

  it('hands a picture out as soon as it is whole, not with the next one', () => {
    const reader = new PartReader()
    const whole = bytes(START, part('gate', 1, JPEG))
    const before = whole.length - '\r\n--picture\r\n'.length
    expect(reader.push(whole.subarray(0, before - 1))).toEqual([])
    expect(reader.push(whole.subarray(before - 1, before))).toHaveLength(1)
  })

  it('refuses what has no length, an impossible one, or no end of its head', () => {
    expect(() => new PartReader().push(bytes(START, 'X-Camera: gate\r\n\r\n'))).toThrow(Broken)
    expect(() => new PartReader().push(bytes(START, 'Content-Length: -1\r\n\r\n'))).toThrow(Broken)
    expect(() => new PartReader().push(bytes(START, 'Content-Length: 99999999999\r\n\r\n'))).toThrow(Broken)
    expect(() => new PartReader().push(new Uint8Array(10_000))).toThrow(Broken)
  })
})

it('asks for all cameras of the wall at once', () => {
  expect(liveAddress(['a', 'b'])).toBe('/api/v1/cameras/live?camera=a&camera=b')
})

describe('the line of pictures', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function line(answers: (() => Response | Promise<Response>)[]) {
    const states: LineState[] = []
    const cameras: string[] = []
    const asked = vi.fn()
    const get = (_address: unknown, init?: RequestInit) => {
      asked()
      const answer = answers.shift()
      if (!answer) return new Promise<Response>((_done, fail) => hang(init, fail))
      return Promise.resolve(answer())
    }
    const handlers = {
      picture: ({ camera }: Part) => cameras.push(camera),
      state: (state: LineState) => states.push(state),
      skew: vi.fn(),
    }
    return { states, cameras, asked, handlers, line: new PictureLine('/x', handlers, get as typeof fetch) }
  }
  const hang = (init: RequestInit | undefined, fail: (why: unknown) => void) =>
    init?.signal?.addEventListener('abort', () => fail(new DOMException('', 'AbortError')))
  const ending = (body: Uint8Array) => () =>
    new Response(body as BodyInit, { headers: { Date: 'Thu, 01 Jan 2026 00:00:00 GMT' } })

  it('hands on pictures but no heartbeat, and opens the line again when it ends', async () => {
    vi.setSystemTime(new Date('2026-01-01T00:00:04.500Z'))
    const one = line([ending(BODY), ending(BODY)])
    one.line.start()
    await vi.advanceTimersByTimeAsync(0)
    expect(one.cameras).toEqual(['gate', 'yard'])
    expect(one.handlers.skew).toHaveBeenCalledWith(4_000)
    expect(one.states).toEqual(['connecting', 'open', 'lost'])
    await vi.advanceTimersByTimeAsync(FIRST_WAIT_MS)
    expect(one.asked).toHaveBeenCalledTimes(2)
    one.line.stop()
  })

  it('waits longer and longer while nothing comes', async () => {
    const down = () => new Response('', { status: 503 })
    const one = line([down, down, down, down])
    one.line.start()
    for (const [wait, asked] of [
      [0, 1],
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
    ] as const) {
      await vi.advanceTimersByTimeAsync(wait)
      expect(one.asked).toHaveBeenCalledTimes(asked)
    }
    one.line.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(one.asked).toHaveBeenCalledTimes(3)
  })

  it('does not ask again for what it may not see', async () => {
    const one = line([() => new Response('', { status: 403 })])
    one.line.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(one.states.at(-1)).toBe('refused')
    expect(one.asked).toHaveBeenCalledTimes(1)
  })

  it('gives a silent line up', async () => {
    const one = line([])
    one.line.start()
    await vi.advanceTimersByTimeAsync(SILENCE_MS)
    expect(one.states.at(-1)).toBe('lost')
    one.line.stop()
  })
})

describe('pictures', () => {
  const bitmap = () =>
    ({ width: 4, height: 3, close: vi.fn() }) as unknown as ImageBitmap & { close: ReturnType<typeof vi.fn> }

  it('lets go of each picture as the next one comes, and of all at the end', async () => {
    const made = [bitmap(), bitmap()]
    const waiting = [...made]
    const pictures = new Pictures(async () => waiting.shift() as ImageBitmap)
    const drawn: ImageBitmap[] = []
    pictures.draw('gate', (one) => drawn.push(one))
    await pictures.take('gate', 1_000, new Blob())
    expect(made[0]?.close).not.toHaveBeenCalled()
    await pictures.take('gate', 2_000, new Blob())
    expect(made[0]?.close).toHaveBeenCalledOnce()
    expect(drawn).toEqual(made)
    pictures.close()
    expect(made[1]?.close).toHaveBeenCalledOnce()
  })

  it('never goes back to an older picture that was decoded later', async () => {
    const [old, young] = [bitmap(), bitmap()]
    const done: ((one: ImageBitmap) => void)[] = []
    const pictures = new Pictures(() => new Promise((resolve) => done.push(resolve)))
    const both = [pictures.take('gate', 1_000, new Blob()), pictures.take('gate', 2_000, new Blob())]
    done[1]?.(young)
    done[0]?.(old)
    await Promise.all(both)
    expect(pictures.of('gate')?.time).toBe(2_000)
    expect(old.close).toHaveBeenCalledOnce()
  })

  it('counts age by this machine’s clock', async () => {
    const pictures = new Pictures(async () => bitmap())
    pictures.skew = 90_000
    await pictures.take('gate', 10_000, new Blob())
    expect(pictures.of('gate')?.time).toBe(100_000)
  })

  it('is live for three seconds and then says its age', () => {
    expect(staleSeconds(0, LIVE_MS)).toBeNull()
    expect(staleSeconds(0, 3_001)).toBe(3)
    expect(staleSeconds(0, 12_400)).toBe(12)
    // A clock that is ahead makes nothing old.
    expect(staleSeconds(5_000, 0)).toBeNull()
  })
})
