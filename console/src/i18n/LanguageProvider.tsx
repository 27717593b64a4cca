import { LocalizationProvider, ReactLocalization } from '@fluent/react'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { bundlesFor } from './catalogue'
import { keepLanguage, type Language, startLanguage } from './languages'

interface Choice {
  language: Language
  choose: (language: Language) => void
}

const Context = createContext<Choice | null>(null)

/** Gives everything below it the texts of one language, kept for the next visit. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(startLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const l10n = useMemo(() => new ReactLocalization(bundlesFor(language)), [language])
  const choice = useMemo<Choice>(
    () => ({
      language,
      choose: (wanted) => {
        keepLanguage(wanted)
        setLanguage(wanted)
      },
    }),
    [language],
  )
  return (
    <Context.Provider value={choice}>
      <LocalizationProvider l10n={l10n}>{children}</LocalizationProvider>
    </Context.Provider>
  )
}

export function useLanguage(): Choice {
  const choice = useContext(Context)
  if (!choice) throw new Error('useLanguage needs a LanguageProvider above it')
  return choice
}
