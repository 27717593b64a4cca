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

interface Named {
  name?: string
  names?: Readonly<Record<string, string>>
}

/**
 * What a thing of the city is called. Beside `names`, by language, `name` is in the city's own; a `name` that the
 * platform sends alone is in the reader's already.
 */
export function nameIn(language: Language, thing: Named, otherwise = ''): string {
  return thing.names?.[language] ?? thing.name ?? thing.names?.en ?? otherwise
}

/** Everything that a thing is called, in all languages, to search through. */
export function namesOf(thing: Named): string {
  return [thing.name, ...Object.values(thing.names ?? {})].join(' ')
}
