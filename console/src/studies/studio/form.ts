import { createContext, createElement, type ReactNode, useContext, useMemo, useRef } from 'react'
import { Problem, type ProblemFault } from '../../api/problem'
import { useProblemText } from '../../app/problems'
import type { Study } from '../study'

interface FormOf {
  study: Study
  /** Changes the study; what is done to one field in one go is one step back. */
  edit: (part: Partial<Study>, field?: string) => void
  /** Ends a go: a slider is let go, a field is left. */
  settle: () => void
  /** What is wrong with a field, in words; null where nothing is. */
  faultOf: (field: string) => string | null
  /** The person may look only. */
  fixed: boolean
}

const Context = createContext<FormOf | null>(null)

interface Props {
  study: Study
  onEdit: (study: Study, mark: string) => void
  faults: readonly ProblemFault[]
  fixed: boolean
  children: ReactNode
}

/** Gives the parts of the form the study that is being changed. */
export function Form({ study, onEdit, faults, fixed, children }: Props) {
  const go = useRef(0)
  const say = useProblemText()
  const value = useMemo<FormOf>(
    () => ({
      study,
      edit: (part, field = '') => onEdit({ ...study, ...part }, field === '' ? '' : `${field} ${go.current}`),
      settle: () => {
        go.current += 1
      },
      faultOf: (field) => {
        const fault = faults.find(({ column }) => column === field || column?.startsWith(`${field}.`))
        if (!fault) return null
        const { title, remedy } = say(new Problem(422, fault.key, fault.fields ?? {}))
        return [title, remedy].filter(Boolean).join(' ')
      },
      fixed,
    }),
    [study, onEdit, faults, fixed, say],
  )
  return createElement(Context.Provider, { value }, children)
}

export function useForm(): FormOf {
  const form = useContext(Context)
  if (!form) throw new Error('useForm needs a Form above it')
  return form
}
