import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCity, useMay } from '../../app/session'
import type { Answer } from '../answer'
import { useNamedFiles } from '../files/useStudyFiles'
import { answerQuery, type Run, runsQuery } from '../queries'
import { askedOf, type Study, studyOf } from '../study'
import { usePreview } from './usePreview'

/** What the studio shows beside the form. */
export interface Shown {
  answer: Answer | undefined
  /** `coarse`: reckoned at once; `exact`: a run's, of what the form says; `older`: a run's, of something else. */
  how: 'coarse' | 'exact' | 'older'
  /** The run that it is of; none where it is coarse. */
  run: Run | undefined
  /** Something newer is on its way. */
  waiting: boolean
  error: unknown
  retry: () => void
}

/**
 * The answer to what the form says: a run's where one was asked the same of the same files, else a coarse one. A run
 * that is named in the address is shown as it is until something is changed.
 */
export function useShown(study: Study, own: boolean, named: string): Shown {
  const mayTry = useMay('study.run')
  const { version } = useCity()
  const { data: runs } = useQuery(runsQuery(study.id))
  const run = useMemo(() => {
    const done = runs?.items.filter(({ state }) => state === 'done')
    return done?.find(({ id }) => id === named) ?? done?.[0]
  }, [runs, named])
  const exact = useQuery(answerQuery(run?.id ?? ''))
  const files = useNamedFiles(study)
  const alike = useMemo(
    () => exact.data !== undefined && askedOf(studyOf(exact.data.study)) === askedOf(study),
    [exact.data, study],
  )
  const began = Date.parse(run?.started ?? '')
  // A run is of the pack and the files as they were then.
  const unchanged = files?.every((file) => file && Date.parse(file.changed) <= began) === true
  const same = alike && run?.pack === version && unchanged
  const looking = run !== undefined && run.id === named && !own
  const known = runs !== undefined && files !== undefined && (run === undefined || !exact.isPending)
  const preview = usePreview(study, mayTry && known && !same && !looking)
  if (exact.data && (same || looking || !mayTry)) {
    const how = same ? 'exact' : 'older'
    return { answer: exact.data, how, run, waiting: false, error: null, retry: () => void exact.refetch() }
  }
  return {
    // Until the first coarse answer comes, what a run found stands there.
    answer: preview.data ?? exact.data,
    how: preview.data ? 'coarse' : 'older',
    run: preview.data ? undefined : run,
    waiting: preview.waiting || !known,
    error: mayTry ? preview.error : exact.error,
    retry: () => void (mayTry ? preview.refetch() : exact.refetch()),
  }
}
