import type { What } from './acts'

/** The keys of the page, in the order of its help. */
export const SHORTCUTS = ['j', 'k', 'o', 'b', 'a', 't', 'g', 's', 'x', 'v', 'z', 'u', 'c', 'n', '?'] as const

/** The key of each act, besides "u" for what takes the last step back. */
const KEYS: Readonly<Partial<Record<What, string>>> = {
  confirm: 'a',
  take: 't',
  assign: 'g',
  start: 's',
  resolve: 'x',
  review: 'v',
  snooze: 'z',
  wake: 'z',
}

/** What the button of an act carries, so that the act's key presses it. */
export const shortcutFor = (what: What) => ({
  'data-shortcut': KEYS[what],
  'aria-keyshortcuts': KEYS[what]?.toUpperCase(),
})

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  defaultPrevented: boolean
  target: unknown
}

const TYPED_INTO =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]'
/** One of a few is chosen by arrows. */
const MOVED_BY_ARROWS = 'input, [role="tab"], [role="slider"]'

/** Which of the keys was pressed; `null` where the person types, a dialog is open, or a modifier is held. */
export function shortcutOf(
  event: Pressed,
  inDialog: boolean,
  keys: readonly string[] = SHORTCUTS,
): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || inDialog) return null
  const target = event.target as { closest?: (selector: string) => unknown } | null
  if (target?.closest?.(TYPED_INTO)) return null
  const key = event.key.toLowerCase()
  if (key.startsWith('arrow') && target?.closest?.(MOVED_BY_ARROWS)) return null
  return keys.includes(key) ? key : null
}
