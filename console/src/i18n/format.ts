import type { Language } from './languages'

export const TAGS: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB', ja: 'ja-JP' }

let zone = 'Asia/Ho_Chi_Minh'

/** Sets the time zone that all times are shown in: the city's, wherever the reader sits. */
export function setTimeZone(name: string): void {
  zone = name
  made.clear()
}

export function timeZone(): string {
  return zone
}

export interface Formats {
  /** A number of at most `digits` decimals, 2 by default, and at least `least`. */
  number: (value: number, digits?: number, least?: number) => string
  /** Date and time to the second. */
  time: (when: Date) => string
  /** Date and time to the minute. */
  minute: (when: Date) => string
  /** "3 minutes ago", from whole units, to be read together with a full time. */
  ago: (when: Date, now: Date) => string
}

const made = new Map<Language, Formats>()

export function formatsOf(language: Language): Formats {
  const known = made.get(language)
  if (known) return known
  const tag = TAGS[language]
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone })
  const short = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const formats: Formats = {
    number: (value, digits = 2, least = 0) =>
      value.toLocaleString(tag, { maximumFractionDigits: digits, minimumFractionDigits: least }),
    time: (when) => full.format(when),
    minute: (when) => short.format(when),
    ago: (when, now) => {
      const [count, unit] = wholeUnits((when.getTime() - now.getTime()) / 1000)
      return relative.format(count, unit)
    },
  }
  made.set(language, formats)
  return formats
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** A span in seconds as a count of the largest unit that fits it. */
export function wholeUnits(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return [Math.trunc(seconds / size), unit]
  }
  return [0, 'second']
}
