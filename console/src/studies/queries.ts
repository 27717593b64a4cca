import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { type Answer, FORM } from './answer'

export type Run = Api<'StudyRun'>

const MOST_RUNS = 50

/** All studies of the pack, each with its newest run. */
export const studiesQuery = queryOptions({
  queryKey: [KEYS.studies, 'all'],
  queryFn: () => answer(api.GET('/api/v1/studies')),
})

/** One study as the pack has it. */
export const studyQuery = (study: string) =>
  queryOptions({
    queryKey: [KEYS.studies, 'one', study],
    queryFn: () => answer(api.GET('/api/v1/studies/{study}', { params: { path: { study } } })),
  })

/** The newest changes of a study. */
export const changesQuery = (study: string) =>
  queryOptions({
    queryKey: [KEYS.studies, 'changes', study],
    queryFn: () => answer(api.GET('/api/v1/studies/{study}/changes', { params: { path: { study } } })),
  })

/** The files that studies can name, with what each holds. */
export const studyFilesQuery = queryOptions({
  queryKey: [KEYS.studies, 'files'],
  queryFn: () => answer(api.GET('/api/v1/study-files')),
})

/** The newest runs of a study, or of all. */
export const runsQuery = (study = '') =>
  queryOptions({
    queryKey: [KEYS.studies, 'runs', study],
    queryFn: () => answer(api.GET('/api/v1/study-runs', { params: { query: { study, limit: MOST_RUNS } } })),
  })

/** The runs that wait or are being carried out, of all studies. */
export const activeRunsQuery = queryOptions({
  queryKey: [KEYS.studies, 'active'],
  queryFn: () =>
    answer(
      api.GET('/api/v1/study-runs', {
        params: { query: { state: ['queued', 'running'], limit: MOST_RUNS } },
      }),
    ),
})

/** What a run answered; that never changes. */
export const answerQuery = (run: string) =>
  queryOptions({
    queryKey: ['study-answer', run],
    queryFn: async (): Promise<Answer> => {
      const found = await answer(api.GET('/api/v1/study-runs/{run}/answer', { params: { path: { run } } }))
      if (found.form !== FORM) throw new Problem(409, 'study-answer-old', { run })
      return found
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: run !== '',
  })

export const isOver = ({ state }: Run): boolean => state !== 'queued' && state !== 'running'

/** How many runs are taken up before a waiting one, counted from those that wait or run; the oldest is next. */
export function placeInQueue(run: Run, active: readonly Run[]): number {
  const asked = Date.parse(run.asked)
  return active.filter((one) => one.id !== run.id && one.state === 'queued' && Date.parse(one.asked) < asked)
    .length
}
