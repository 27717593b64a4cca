import { TAGS, timeZone } from '../i18n/format'
import type { Language } from '../i18n/languages'

const DAY_S = 86_400

/**
 * Names the marks of a time axis (seconds since 1970), `step` seconds apart: time of day, with the date under the
 * first and under each midnight; whole days as dates, with the year where it begins or changes.
 */
export function timeLabels(splits: readonly number[], step: number, language: Language): string[] {
  const form = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(TAGS[language], { ...options, timeZone: timeZone() })
  const clock = form({ hour: '2-digit', minute: '2-digit', hour12: false })
  const date = form({ day: 'numeric', month: 'numeric' })
  const year = form({ year: 'numeric' })
  const [first, second] = step < DAY_S ? [clock, date] : [date, year]
  let before = ''
  return splits.map((seconds) => {
    const when = new Date(seconds * 1000)
    const under = second.format(when)
    const said = under === before ? first.format(when) : `${first.format(when)}\n${under}`
    before = under
    return said
  })
}
