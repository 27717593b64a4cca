/** What the names of all drafts in the tab's storage begin with. */
const DRAFTS = 'luylau.draft.'

/** Name of what a person is writing; nobody else who uses the same tab finds it under theirs. */
export const draftName = (user: string, of: string): string => `${DRAFTS}${user}.${of}`

/** Forgets what is being written in this tab; `but` is the id of the person who keeps theirs. */
export function forgetDrafts(
  storage: Pick<Storage, 'length' | 'key' | 'removeItem'>,
  { but }: { but?: string } = {},
): void {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
  for (const name of names) {
    const kept = but !== undefined && name.startsWith(draftName(but, ''))
    if (name.startsWith(DRAFTS) && !kept) storage.removeItem(name)
  }
}

/** What is being written in place of something that is kept already: the words, and what they were begun on. */
export interface Rewritten<Words, Base> {
  words: Words
  base: Base
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/**
 * What stands in a field: one's own words where they differ from what is kept (`now`), else that. `newer` where
 * somebody has changed what one's own words were begun on: they must not replace it unasked.
 */
export function rewriting<Words, Base>(
  written: Rewritten<Words, Base> | null,
  now: Rewritten<Words, Base>,
): Rewritten<Words, Base> & { own: boolean; newer: boolean } {
  const own = written !== null && !same(written.words, now.words)
  return { ...(own ? written : now), own, newer: own && !same(written.base, now.base) }
}
