import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { answer, api } from '../../api/client'
import { useCity } from '../../app/session'
import { useNamedFiles } from '../files/useStudyFiles'
import { askedOf, dataOf, finished, type Study } from '../study'

/** So long a hand must rest before what it changed is asked. */
const REST_MS = 300

/**
 * What the study would answer, about: asked anew whenever the hand rests after a change that matters, and when a file
 * that it names holds something else. The latest wins: what was asked before is given up.
 */
export function usePreview(study: Study, wanted: boolean) {
  const { version } = useCity()
  const asked = useMemo(() => finished(study), [study])
  const [settled] = useDebouncedValue(asked, REST_MS)
  const contents = useNamedFiles(settled)?.map((file) => file?.sha256 ?? '')
  const query = useQuery({
    // Not under the studies' key: a run that goes on does not make it old.
    queryKey: ['study-preview', study.id, version, askedOf(settled), contents],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/studies/preview', { body: dataOf(settled), signal })),
    enabled: wanted && contents !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  // A question with a fault takes away no answer: the last one stays in sight beside what is wrong.
  const last = useRef(query.data)
  if (query.data) last.current = query.data
  return {
    ...query,
    data: query.data ?? last.current,
    waiting: wanted && (contents === undefined || query.isFetching || askedOf(asked) !== askedOf(settled)),
  }
}
