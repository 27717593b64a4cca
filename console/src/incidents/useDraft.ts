import { useSessionStorage } from '@mantine/hooks'
import { draftName, type Rewritten, rewriting } from '../app/drafts'
import { useSession } from '../app/session'

/** Something that is being written, kept in the tab for who writes it while they look elsewhere. */
function useDraftOf<Written>(of: string, begin: Written) {
  const { user } = useSession()
  return useSessionStorage<Written>({
    key: draftName(user.id, of),
    defaultValue: begin,
    getInitialValueInEffect: false,
  })
}

/** A text that is being written; empty once it is sent. */
export const useDraft = (of: string) => useDraftOf(of, '')

/**
 * What is being written in place of something that is kept already (`now`) and that others may change meanwhile;
 * `busy` while one's own is being sent. `base` is what one's words were begun on, or have been seen to replace.
 */
export function useRewriting<Words, Base>(of: string, now: Rewritten<Words, Base>, busy: boolean) {
  const [written, setWritten, forget] = useDraftOf<Rewritten<Words, Base> | null>(of, null)
  const { words, base, own, newer } = rewriting(written, now)
  return {
    words,
    base,
    own,
    // While one's own is being sent, what is newer is one's own.
    newer: newer && !busy,
    write: (to: Words) => setWritten({ words: to, base }),
    /** Takes what is there now as seen: one's own words may replace it. */
    goOn: () => setWritten({ words, base: now.base }),
    forget,
  }
}
