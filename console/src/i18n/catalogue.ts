import { FluentBundle, FluentResource } from '@fluent/bundle'
import { LANGUAGES, type Language } from './languages'

// The server reads the same files, so an error's key has one text wherever it is shown.
const files = import.meta.glob<string>('../../../locales/*/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const bundles = new Map<Language, FluentBundle>()

export function bundleOf(language: Language): FluentBundle {
  const made = bundles.get(language)
  if (made) return made
  const bundle = new FluentBundle(language, { useIsolating: false })
  for (const path of Object.keys(files).sort()) {
    if (path.includes(`/${language}/`)) bundle.addResource(new FluentResource(files[path] ?? ''))
  }
  bundles.set(language, bundle)
  return bundle
}

/** The bundles to look a text up in, best first: the language itself, then the two others. */
export function bundlesFor(language: Language): FluentBundle[] {
  return [language, ...LANGUAGES.filter((other) => other !== language)].map(bundleOf)
}
