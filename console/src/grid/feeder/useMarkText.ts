import { useCallback, useMemo } from 'react'
import type { Api } from '../../api/types'
import { useFormats, useText } from '../../i18n/text'
import { shortId } from './labels'

/** Returns how a mark of a feeder's diagram is told in a sentence, and in the few letters under its symbol. */
export function useMarkText(feeder: Api<'FeederDetail'>) {
  const text = useText()
  const { number } = useFormats()
  const { marks } = feeder.diagram
  const names = useMemo(
    () => new Map(feeder.ties.map(({ feeder: id, feeder_name }) => [id, feeder_name])),
    [feeder.ties],
  )
  const say = useCallback(
    (at: number) => {
      const mark = marks[at]
      if (!mark) return ''
      const parts = [
        `${text(`console-feeder-symbol-${mark.symbol}`)} ${mark.symbol === 'joint' ? '' : mark.id}`.trim(),
        mark.closed !== null && text(mark.closed ? 'console-feeder-closed' : 'console-feeder-open'),
        text(mark.energised ? 'console-feeder-energised' : 'console-feeder-dead'),
        mark.loading !== null && text('console-feeder-loaded', { percent: number(mark.loading * 100, 0) }),
        mark.customers > 0 && text('console-feeder-customers', { count: mark.customers }),
        mark.critical && text('console-feeder-critical'),
        mark.leads_to &&
          text('console-feeder-leads-to', { feeder: names.get(mark.leads_to) || mark.leads_to }),
      ]
      return parts.filter(Boolean).join(', ')
    },
    [marks, names, text, number],
  )
  const label = useCallback(
    (at: number) => {
      const mark = marks[at]
      if (!mark || mark.symbol === 'joint') return ''
      if (mark.leads_to) return `→ ${shortId(names.get(mark.leads_to) || mark.leads_to)}`
      if (mark.symbol === 'transformer') return mark.customers > 0 ? number(mark.customers, 0) : ''
      return shortId(mark.id)
    },
    [marks, names, number],
  )
  return { say, label }
}
