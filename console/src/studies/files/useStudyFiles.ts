import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { answer, api } from '../../api/client'
import { KEYS } from '../../api/queries'
import { useSayDone } from '../../app/done'
import { useShowProblem } from '../../app/problems'
import { useAfterAct } from '../../app/useAfterAct'
import { useFormats, useText } from '../../i18n/text'
import { studyFilesQuery } from '../queries'
import type { Study } from '../study'
import { mediaType, namedBy, type StudyFile, yearBefore } from './files'

/** What of a file is changed: that with this content and no other. */
const seen = ({ sha256 }: StudyFile) => ({ 'If-Match': `"${sha256}"` })

interface Upload {
  file: File
  name: string
  /** The file that is to be replaced; undefined where there is none. */
  over: StudyFile | undefined
  signal: AbortSignal
}

/** Uploads files and deletes them. What is wrong with an upload its caller shows. */
export function useFileActs() {
  const text = useText()
  const say = useSayDone()
  const afterAct = useAfterAct(KEYS.studies)
  const upload = useMutation({
    mutationFn: ({ file, name, over, signal }: Upload) =>
      answer(
        api.PUT('/api/v1/study-files/{name}', {
          params: { path: { name }, header: over ? seen(over) : { 'If-None-Match': '*' } },
          headers: { 'Content-Type': mediaType(name) },
          // The bytes go as they are: read as text they would lose what is wrong with them.
          body: '',
          bodySerializer: () => file,
          signal,
        }),
      ),
    onSettled: afterAct.onSettled,
  })
  const remove = useMutation({
    mutationFn: (file: StudyFile) =>
      answer(
        api.DELETE('/api/v1/study-files/{name}', {
          params: { path: { name: file.name }, header: seen(file) },
        }),
      ),
    onSuccess: (_, { name }) => say(text('console-studies-did-delete-file', { name })),
    ...afterAct,
  })
  return { upload, remove }
}

/** Gathers where the incidents of the last year were, as a file that can be uploaded. */
export function useIncidentPoints(onFile: (file: File) => void) {
  const onError = useShowProblem()
  return useMutation({
    mutationFn: () =>
      answer(
        api.GET('/api/v1/incident-points', {
          params: { query: yearBefore(new Date()) },
          parseAs: 'text',
        }),
      ),
    onSuccess: (table) => onFile(new File([table], 'incidents.csv', { type: mediaType('incidents.csv') })),
    onError,
  })
}

/** Returns a function that says what a file holds: "12 points · 3.4 kB". */
export function useFileAbout(): (file: StudyFile) => string {
  const text = useText()
  const { number } = useFormats()
  return ({ kind, rows, size }) => {
    // Rounded up, so that no file seems to hold nothing.
    const kilobytes = number(Math.ceil(size / 100) / 10, size < 10_000 ? 1 : 0)
    return [
      text(`console-studies-holds-${kind}`, { count: rows }),
      text('console-studies-file-size', { size: kilobytes }),
    ].join(' · ')
  }
}

/** The files that a study names, undefined in place of one that is not there; undefined until that is known. */
export function useNamedFiles(study: Study): readonly (StudyFile | undefined)[] | undefined {
  const names = useMemo(() => namedBy(study), [study])
  const { data, isError } = useQuery({ ...studyFilesQuery, enabled: names.length > 0 })
  return useMemo(() => {
    if (names.length > 0 && !data && !isError) return undefined
    return names.map((name) => data?.items.find((file) => file.name === name))
  }, [names, data, isError])
}
