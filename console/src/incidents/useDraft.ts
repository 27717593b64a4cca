import { useSessionStorage } from '@mantine/hooks'

/** A text that is being written, kept while the person looks elsewhere; empty once it is sent. */
export function useDraft(of: string) {
  return useSessionStorage({ key: `luylau.draft.${of}`, defaultValue: '', getInitialValueInEffect: false })
}
