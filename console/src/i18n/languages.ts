export const LANGUAGES = ['vi', 'en', 'ja'] as const
export type Language = (typeof LANGUAGES)[number]

/** How each language calls itself. */
export const NAMES_OF_LANGUAGES: Record<Language, string> = { vi: 'Tiếng Việt', en: 'English', ja: '日本語' }

const KEPT_AT = 'luylau.language'

/** The first of `wanted` (language tags, best first) that the catalogue has; English when it has none. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => language === tag.slice(0, 2).toLowerCase())
    if (found) return found
  }
  return 'en'
}

export function startLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AT)
  return bestLanguage(kept ? [kept, ...navigator.languages] : navigator.languages)
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AT, language)
}
