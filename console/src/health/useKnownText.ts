import { useLocalization } from '@fluent/react'
import { useCallback } from 'react'

/** Returns a function that says a key, or `otherwise` where the catalogue lacks it: parts may tell of new things. */
export function useKnownText(): (key: string, otherwise: string) => string {
  const { l10n } = useLocalization()
  return useCallback((key, otherwise) => (l10n.getBundle(key) ? l10n.getString(key) : otherwise), [l10n])
}
