import { createContext, createElement, type ReactNode, useContext } from 'react'
import { useText } from '../i18n/text'
import type { Draft, Faults } from './draft'
import type { Rule } from './queries'
import { fieldKey, useFaultText } from './useFieldText'

interface FormOf {
  draft: Draft
  edit: (part: Partial<Draft>) => void
  faults: Faults
  /** The person may look only. */
  fixed: boolean
  rules: readonly Rule[]
}

const Context = createContext<FormOf | null>(null)

/** Gives the parts of the form the rule that is being written. */
export function Form({ value, children }: { value: FormOf; children: ReactNode }) {
  return createElement(Context.Provider, { value }, children)
}

export function useForm(): FormOf {
  const form = useContext(Context)
  if (!form) throw new Error('useForm needs a Form above it')
  return form
}

/** What every field shows: its name, what is wrong with it, and whether it can be changed. */
export function useField(): (field: string) => { label: string; error: string | null; disabled: boolean } {
  const { faults, fixed } = useForm()
  const text = useText()
  const say = useFaultText()
  return (field) => {
    const fault = faults.get(field)
    return { label: text(fieldKey(field)), error: fault ? say(fault) : null, disabled: fixed }
  }
}
