import { describe, expect, it } from 'vitest'
import description from '../../openapi.json'
import { bundleOf } from '../i18n/catalogue'
import { LANGUAGES } from '../i18n/languages'
import { ACTIONS, actionKey } from './actions'

describe('the actions that can be explained', () => {
  it('are those that the API names, without what devices do', () => {
    const named = Object.values(description.paths).flatMap((path) =>
      Object.values(path).map((operation) => (operation as { 'x-cedar-action'?: string })['x-cedar-action']),
    )
    const ofPeople = new Set(named.filter((one) => one && one !== 'public' && one !== 'observation.ingest'))
    expect(new Set<string | undefined>(ACTIONS)).toEqual(ofPeople)
  })

  it.each(LANGUAGES)('have a name in %s', (language) => {
    for (const action of ACTIONS) expect(bundleOf(language).hasMessage(actionKey(action))).toBe(true)
  })
})
