import { useLocalization } from '@fluent/react'
import { useCallback } from 'react'
import { Problem } from '../../api/problem'
import { useProblemText } from '../../app/problems'
import type { Wrong } from './scenes'

/** Returns a function that says what is wrong with a field of a plan; kinds are called as the page calls them. */
export function useWrongText(): (wrong: Omit<Wrong, 'field'>) => string {
  const { l10n } = useLocalization()
  const say = useProblemText()
  return useCallback(
    ({ key, fields }) => {
      const named = { ...fields }
      const kind = `console-cameras-kind-${String(fields.kind ?? '')}`
      if (l10n.getBundle(kind)) named.kind = l10n.getString(kind)
      const { title, remedy } = say(new Problem(422, key, named))
      // The remedies of other faults are for who writes the file.
      return key.startsWith('vision-plan-polygon') && remedy ? `${title} ${remedy}` : title
    },
    [l10n, say],
  )
}
