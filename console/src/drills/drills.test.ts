import { expect, it } from 'vitest'
import type { Api } from '../api/types'
import { bundleOf } from '../i18n/catalogue'
import { LANGUAGES } from '../i18n/languages'
import { VERDICTS, type Verdict, verdictKey, wentWrong } from './report'

const step = (id: string, verdict: Verdict) => ({ step: id, verdict }) as Api<'ReportStep'>

it('tells what went wrong, the worst first, and nothing else', () => {
  const steps = [
    step('a', 'skipped'),
    step('b', 'in_time'),
    step('c', 'missed'),
    step('d', 'late'),
    step('e', 'open'),
    step('f', 'missed'),
    step('g', 'no_deadline'),
  ]
  expect(wentWrong(steps).map((one) => one.step)).toEqual(['c', 'f', 'd', 'a'])
})

it('has a word for every verdict', () => {
  for (const language of LANGUAGES)
    for (const verdict of VERDICTS) expect(bundleOf(language).hasMessage(verdictKey(verdict))).toBe(true)
})
