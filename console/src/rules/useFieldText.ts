import { useLocalization } from '@fluent/react'
import { useCallback } from 'react'
import { Problem, type ProblemFault } from '../api/problem'
import { useProblemText } from '../app/problems'

/** Key of what a field of the form is called: "names.vi" is console-rules-field-names-vi. */
export function fieldKey(field: string): string {
  return `console-rules-field-${field.replace(/[._]/g, '-')}`
}

/** In these, faults name fields: they are shown as the form calls them. */
const NAMING = ['field', 'name', 'one', 'other']

/** Returns a function that says a fault in the form's own words: what is wrong, and what to do. */
export function useFaultText(): (fault: ProblemFault) => string {
  const { l10n } = useLocalization()
  const say = useProblemText()
  return useCallback(
    (fault) => {
      const fields = { ...fault.fields }
      for (const name of NAMING) {
        const key = fieldKey(
          String(fields[name] ?? '').replace(/^(rule\.)?(threshold|heartbeat|quality|anomaly)\./, ''),
        )
        if (l10n.getBundle(key)) fields[name] = l10n.getString(key)
      }
      const { title, remedy } = say(new Problem(422, fault.key, fields))
      return [title, remedy].filter(Boolean).join(' ')
    },
    [l10n, say],
  )
}
