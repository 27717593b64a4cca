import { describe, expect, it } from 'vitest'
import { STATES } from '../assets/states'
import { RANGES } from '../charts/ranges'
import { NEEDS } from '../incidents/acts'
import { STATES as INCIDENT_STATES } from '../incidents/states'
import { COLUMNS } from '../places/order'
import { bundleOf } from './catalogue'
import { LANGUAGES, type Language } from './languages'

const sources = import.meta.glob<string>(
  ['../**/*.ts', '../**/*.tsx', '!../**/*.test.*', '!../api/schema.d.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)

const code = Object.values(sources).join('\n')

/** Keys written out in the code. */
const whole = new Set([...code.matchAll(/'(console-[\w-]*\w)'/g)].map(([, key]) => key ?? ''))

/** Keys that the code puts together, by what may follow. */
const made: Record<string, readonly string[]> = {
  'console-state-': STATES,
  'console-range-': RANGES,
  'console-places-': COLUMNS,
  'console-connection-': ['connecting', 'live', 'lost', 'silent'],
  'console-scheme-': ['light', 'dark', 'auto'],
  'console-role-': ['viewer', 'operator', 'admin'],
  'console-severity-': ['info', 'minor', 'major', 'critical'],
  'console-incident-': INCIDENT_STATES,
  'console-act-': Object.keys(NEEDS),
  'console-tasks-state-': ['open', 'done', 'not_done', 'cancelled'],
  'console-cause-what-': ['line', 'switch', 'transformer', 'source', 'site', 'carrier'],
  'console-incidents-resolution-': ['over', 'fixed', 'false_alarm', 'merged'],
  'console-case-related-': ['related', 'caused_by', 'causes'],
  'console-criticality-': ['low', 'normal', 'high', 'vital'],
  'console-status-': ['planned', 'installed', 'simulated', 'retired'],
  'console-export-': ['csv', 'parquet'],
  'console-value-': ['open', 'smoke', 'online', 'last_gasp', 'position'],
  'console-level-': ['alarm-1', 'alarm-2', 'alarm-3'],
  'console-group-': ['hydromet', 'power', 'security', 'camera', 'network', 'site'],
}

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const bundle = bundleOf(language)

  it('has every key that the code writes out', () => {
    expect(whole.size).toBeGreaterThan(80)
    expect([...whole].filter((key) => !bundle.hasMessage(key))).toEqual([])
  })

  it('has every key that the code puts together', () => {
    const keys = Object.entries(made).flatMap(([start, ends]) => ends.map((end) => `${start}${end}`))
    expect(keys.filter((key) => !bundle.hasMessage(key))).toEqual([])
  })

  it('says values of 0 and 1 as different words', () => {
    for (const name of made['console-value-'] ?? []) {
      const pattern = bundle.getMessage(`console-value-${name}`)?.value
      const say = (value: number) => (pattern ? bundle.formatPattern(pattern, { value }) : '')
      expect(say(0)).not.toBe(say(1))
    }
  })
})

/** Keys of a language's catalogue that begin so. */
const keysOf = (language: Language, start: string) =>
  [...bundleOf(language)._messages.keys()].filter((key) => key.startsWith(start)).sort()

it('has every group of messages that the code puts together, alike in each language', () => {
  const starts = new Set([...code.matchAll(/`(console-[\w-]*-)\$\{/g)].map(([, start]) => start ?? ''))
  expect(starts.size).toBeGreaterThanOrEqual(Object.keys(made).length)
  for (const start of starts) {
    const vietnamese = keysOf('vi', start)
    expect(vietnamese, start).not.toEqual([])
    for (const language of LANGUAGES) expect(keysOf(language, start)).toEqual(vietnamese)
  }
})
