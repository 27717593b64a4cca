import { useMemo } from 'react'
import type { Api } from '../../api/types'
import { TAGS } from '../../i18n/format'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useFormats, useText } from '../../i18n/text'
import { DIGITS, monthBars } from './indices'
import classes from './MonthBars.module.css'

interface Props {
  months: readonly Api<'IndexRow'>[]
  index: 'saidi_min' | 'saifi'
}

/** An index by months as bars, planned on unplanned, each with its figure. */
export function MonthBars({ months, index }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const { bars, top } = useMemo(() => monthBars(months, index), [months, index])
  const name = useMemo(() => {
    const format = new Intl.DateTimeFormat(TAGS[language], {
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    })
    return (id: string) => format.format(new Date(`${id}-01T00:00:00Z`))
  }, [language])
  const say = (value: number) => number(value, DIGITS[index])
  return (
    <>
      <ul className={classes.bars} aria-label={text('console-reliability-months')}>
        {bars.map((bar) => (
          <li key={bar.id} className={classes.month}>
            <span className={classes.total}>{say(bar.total)}</span>
            <span className={classes.column} aria-hidden="true">
              <span
                className={classes.part}
                data-part="planned"
                style={{ height: `${(bar.planned / top) * 100}%` }}
              />
              <span
                className={classes.part}
                data-part="unplanned"
                style={{ height: `${(bar.unplanned / top) * 100}%` }}
              />
            </span>
            <span className={classes.name}>{name(bar.id)}</span>
            <span className={classes.unseen}>
              {text('console-reliability-month-words', {
                planned: say(bar.planned),
                unplanned: say(bar.unplanned),
              })}
            </span>
          </li>
        ))}
      </ul>
      <ul className={classes.legend}>
        <li data-part="unplanned">{text('console-reliability-part-unplanned')}</li>
        <li data-part="planned">{text('console-reliability-part-planned')}</li>
      </ul>
    </>
  )
}
