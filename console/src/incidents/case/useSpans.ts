import { TAGS } from '../../i18n/format'
import { useLanguage } from '../../i18n/LanguageProvider'

/** A span of time to choose. */
export interface Span {
  minutes: number
  /** "in 4 hours", in the reader's language. */
  said: string
}

const HOUR = 60
const DAY = 24 * HOUR

/** Says spans of whole minutes, hours or days as people do. */
export function useSpans(minutes: readonly number[]): Span[] {
  const { language } = useLanguage()
  const relative = new Intl.RelativeTimeFormat(TAGS[language])
  return minutes.map((one) => {
    if (one % DAY === 0) return { minutes: one, said: relative.format(one / DAY, 'day') }
    if (one % HOUR === 0) return { minutes: one, said: relative.format(one / HOUR, 'hour') }
    return { minutes: one, said: relative.format(one, 'minute') }
  })
}
