import type { FluentVariable } from '@fluent/bundle'
import { useLocalization } from '@fluent/react'
import { useCallback, useMemo } from 'react'
import { formatsOf } from './format'
import { useLanguage } from './LanguageProvider'
import type { Language } from './languages'

export type Arguments = Record<string, FluentVariable>

/** Returns `text(key, arguments)`: a sentence of the catalogue in the chosen language. */
export function useText(): (key: string, args?: Arguments) => string {
  const { l10n } = useLocalization()
  return useCallback((key, args) => l10n.getString(key, args), [l10n])
}

/** Times and numbers as the chosen language writes them, in the city's time zone. */
export function useFormats() {
  const { language } = useLanguage()
  return useMemo(() => formatsOf(language), [language])
}

/** What a thing of the city is called: `names` by language, `name` in the city's own. */
export function nameIn(
  language: Language,
  thing: { name?: string; names?: Readonly<Record<string, string>> },
  otherwise = '',
): string {
  return thing.names?.[language] ?? thing.name ?? thing.names?.en ?? otherwise
}
