import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'

type Step = Api<'PlaybookStep'>

/** Returns a function that names who is responsible for a step: a role or an organisation. */
export function useResponsible(): (step: Pick<Step, 'role' | 'agency_name'>) => string {
  const text = useText()
  return ({ role, agency_name }) => agency_name || (role ? text(`playbook-role-${role}`) : '')
}

/** Returns a function that says by when a step is to be done, counted from the start or from another step. */
export function useDeadlineWords(): (step: Step, steps: readonly Step[]) => string {
  const text = useText()
  const { number } = useFormats()
  return ({ deadline_min, after }, steps) => {
    const before = steps.find(({ id }) => id === after)?.text ?? ''
    if (deadline_min === null) return ''
    const minutes = number(deadline_min, 1)
    return before
      ? text('console-playbooks-within-after', { minutes, step: before })
      : text('console-playbooks-within', { minutes })
  }
}

type Draft = Pick<Api<'RunDraft'>, 'kind' | 'agency_name'>

/** Returns a function that names a draft: what it is, and for which organisation. */
export function useDraftName(): (draft: Draft) => string {
  const text = useText()
  return ({ kind, agency_name }) => [text(draftKey(kind)), agency_name].filter(Boolean).join(' · ')
}

/** Key of a kind of draft in the catalogue. */
export const draftKey = (kind: Draft['kind']): string => `playbook-draft-${kind.replace('_', '-')}`
