import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useSayDone } from '../app/done'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'
import { useLatestUndo } from '../incidents/useLatestUndo'
import { changesQuery, studyQuery } from './queries'
import { dataOf, type Study } from './study'

const seen = (version: number) => ({ 'If-Match': `"${version}"` })

interface Undoing {
  study: string
  /** Number of the change; the newest where none is given. */
  change?: number
  /** The version that the person saw; 0 where the study was gone. */
  version: number
}

/** Takes a change of a study back. */
export function useUndoChange() {
  const client = useQueryClient()
  const text = useText()
  const say = useSayDone()
  return useMutation({
    mutationFn: async ({ study, change, version }: Undoing) => {
      const known = await client.fetchQuery({ ...changesQuery(study), staleTime: 0 })
      const wanted = change ?? known.items[0]?.change ?? 0
      const params = { path: { study, change: wanted }, header: seen(version) }
      return answer(api.POST('/api/v1/studies/{study}/changes/{change}/undo', { params }))
    },
    onSuccess: () => say(text('console-studies-did-undo')),
    ...useAfterAct(KEYS.studies),
  })
}

/** Returns a function that says what was done to a study, and offers to take it back as long as nobody changes more. */
function useOffer() {
  const text = useText()
  const offerUndo = useLatestUndo()
  const undo = useUndoChange()
  return (study: string, version: number, did: 'create' | 'delete' | 'save') =>
    offerUndo(
      `study-${study}`,
      `study-${study}-${version}`,
      text(`console-studies-did-${did}`, { study, version }),
      () => undo.mutate({ study, version }),
    )
}

/** Makes and deletes studies; both can be taken back. */
export function useStudyActs() {
  const offer = useOffer()
  const afterAct = useAfterAct(KEYS.studies)
  const create = useMutation({
    mutationFn: (study: Study) => answer(api.POST('/api/v1/studies', { body: dataOf(study) })),
    onSuccess: ({ id, version }) => offer(id, version, 'create'),
    onSettled: afterAct.onSettled,
  })
  const remove = useMutation({
    mutationFn: ({ id, version }: Pick<Api<'StudySummary'>, 'id' | 'version'>) =>
      answer(
        api.DELETE('/api/v1/studies/{study}', { params: { path: { study: id }, header: seen(version) } }),
      ),
    onSuccess: (_, { id, version }) => {
      // A file that could not be read is told of by no change, so it cannot be brought back.
      if (version > 0) offer(id, 0, 'delete')
    },
    ...afterAct,
  })
  return { create, remove }
}

/** Saves a study and offers to take that back. */
export function useSave() {
  const client = useQueryClient()
  const offer = useOffer()
  const { onSettled } = useAfterAct(KEYS.studies)
  return useMutation({
    mutationFn: ({ study, version }: { study: Study; version: number }) =>
      answer(
        api.PUT('/api/v1/studies/{study}', {
          params: { path: { study: study.id }, header: seen(version) },
          body: dataOf(study),
        }),
      ),
    onSuccess: (made) => {
      client.setQueryData(studyQuery(made.id).queryKey, made)
      offer(made.id, made.version, 'save')
    },
    onSettled,
  })
}

/** Puts studies into the queue, cancels runs and deletes them. */
export function useRunActs() {
  const text = useText()
  const say = useSayDone()
  const afterAct = useAfterAct(KEYS.studies)
  const start = useMutation({
    mutationFn: (study: string) =>
      answer(api.POST('/api/v1/studies/{study}/runs', { params: { path: { study } } })),
    ...afterAct,
  })
  const cancel = useMutation({
    mutationFn: (run: string) =>
      answer(api.POST('/api/v1/study-runs/{run}/cancel', { params: { path: { run } } })),
    ...afterAct,
  })
  const remove = useMutation({
    mutationFn: (run: string) =>
      answer(api.DELETE('/api/v1/study-runs/{run}', { params: { path: { run } } })),
    onSuccess: () => say(text('console-studies-did-delete-run')),
    ...afterAct,
  })
  return { start, cancel, remove }
}
