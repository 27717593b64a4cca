import { useCallback } from 'react'
import { bundleOf } from '../i18n/catalogue'
import { inEach, type Words } from './study'

/** Returns a function that says a text of the catalogue in every language: what a study is called at first. */
export function useSaid(): (key: string) => Words {
  return useCallback(
    (key) =>
      inEach((language) => {
        const bundle = bundleOf(language)
        const pattern = bundle.getMessage(key)?.value
        return pattern ? bundle.formatPattern(pattern) : ''
      }),
    [],
  )
}
