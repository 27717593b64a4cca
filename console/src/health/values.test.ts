import { describe, expect, it } from 'vitest'
import type { Api } from '../api/types'
import { valuesStopped } from './values'

const part = (name: string, state: Api<'Part'>['state']): Api<'Part'> => ({
  part: name,
  state,
  since: '2026-11-22T00:00:00Z',
  last_said: null,
  started: null,
  version: '',
  memory_mb: null,
  trouble: [],
  figures: {},
})

describe('values', () => {
  it.each([
    ['signals', 'ok', false],
    ['signals', 'degraded', false],
    ['signals', 'lost', true],
    ['broker', 'degraded', true],
    ['broker', 'lost', false],
    ['simulator', 'lost', false],
  ] as const)('with %s %s: stopped %s', (name, state, stopped) => {
    expect(valuesStopped({ parts: [part('web', 'ok'), part(name, state)] })).toBe(stopped)
  })
})
