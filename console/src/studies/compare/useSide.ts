import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Answer, planOf, type ShownPlan } from '../answer'
import { answerQuery } from '../queries'
import { type Study, studyOf } from '../study'

/** One of two plans that are held against each other. */
export interface Side {
  answer: Answer
  plan: ShownPlan
  study: Study
}

/** What an address names: a run, and of it a plan, as "run:plan"; the run's own plan may be called "best", too. */
export function named(said: string | null): { run: string; plan: string } {
  const [run = '', plan = ''] = (said ?? '').split(':')
  return { run, plan: plan === 'best' ? '' : plan }
}

/** The plan that an address names, once it is there. */
export function useSide(said: string | null) {
  const { run, plan } = named(said)
  const query = useQuery(answerQuery(run))
  const side = useMemo<Side | undefined>(() => {
    if (!query.data) return undefined
    return { answer: query.data, plan: planOf(query.data, plan), study: studyOf(query.data.study) }
  }, [query.data, plan])
  return { run, plan, side, error: run ? query.error : null, retry: () => void query.refetch() }
}
