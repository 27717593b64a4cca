import { useHotkeys } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Problem, type ProblemFault } from '../../api/problem'
import type { Api } from '../../api/types'
import { useShowProblem } from '../../app/problems'
import { useMay } from '../../app/session'
import { usePlanDraft } from '../../cameras/plan/usePlanDraft'
import { type Study, studyOf } from '../study'
import { useRunActs, useSave } from '../useStudyActs'
import { useDrawing } from './useDrawing'
import { useShown } from './useShown'

const NO_FAULTS: readonly ProblemFault[] = []

/** All that the studio knows and does: the draft with its steps, what it would answer, saving and running. */
export function useStudio(detail: Api<'StudyDetail'>) {
  const mayEdit = useMay('study.edit')
  const mayRun = useMay('study.run')
  const show = useShowProblem()
  const [search, setSearch] = useSearchParams()
  const saving = useSave()
  const { start } = useRunActs()
  const now = useMemo(() => studyOf(detail.data), [detail.data])
  const draft = usePlanDraft<Study>(`study-${detail.id}`, now, saving.isPending)
  const [refused, setRefused] = useState(NO_FAULTS)
  const [site, setSite] = useState('')
  const [run, plan] = [search.get('run') ?? '', search.get('plan') ?? '']
  const shown = useShown(draft.words, draft.own, run)

  const edit = (study: Study, mark = '') => {
    setRefused(NO_FAULTS)
    draft.edit(study, mark)
  }
  const drawing = useDrawing(draft.words, edit)
  useHotkeys(
    [
      ['mod+Z', () => draft.undo?.()],
      ['mod+shift+Z', () => draft.redo?.()],
    ],
    // In fields too: what is typed there is a step of the draft.
    [],
  )
  const address = (part: Record<string, string>) => {
    const to = new URLSearchParams(search)
    for (const [name, value] of Object.entries(part)) {
      if (value) to.set(name, value)
      else to.delete(name)
    }
    setSearch(to, { replace: true })
  }
  const save = async (): Promise<boolean> => {
    setRefused(NO_FAULTS)
    try {
      await saving.mutateAsync({ study: draft.words, version: detail.version })
      // What was saved is nobody's draft any more: kept, it would hide what others save after it.
      draft.forget()
      return true
    } catch (error) {
      if (error instanceof Problem && error.faults.length > 0) setRefused(error.faults)
      // What somebody else has changed meanwhile is told above the form.
      else if (!(error instanceof Problem && error.status === 409)) show(error)
      return false
    }
  }
  const runExactly = async () => {
    if (draft.own && !(await save())) return
    start.mutate(detail.id, { onSuccess: () => address({ run: '', plan: '' }) })
  }
  const { error } = shown
  const tried = error instanceof Problem && error.status === 422 ? error.faults : NO_FAULTS
  return {
    ...draft,
    study: draft.words,
    edit,
    drawing,
    shown,
    faults: refused.length > 0 ? refused : tried,
    mayEdit,
    mayRun,
    /** Who may neither change nor try can only read. */
    fixed: !mayEdit && !mayRun,
    save,
    saving: saving.isPending,
    runExactly,
    starting: start.isPending || saving.isPending,
    site,
    setSite,
    run,
    plan,
    /** Shows a run, or a plan of one; the address says so, so it can be passed on. */
    showRun: (id: string) => address({ run: id, plan: '' }),
    showPlan: (id: string) => address({ plan: id }),
  }
}

export type StudioState = ReturnType<typeof useStudio>
