/** The keys of the page, in the order of its help. */
export const SHORTCUTS = ['j', 'k', 'a', 'c', 'x', 'u', '?'] as const

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  defaultPrevented: boolean
  target: unknown
}

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]'

/** The shortcut that was pressed; `null` where the person types, a dialog is open, or a modifier is held. */
export function shortcutOf(event: Pressed, inDialog: boolean): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || inDialog) return null
  const target = event.target as { closest?: (selector: string) => unknown } | null
  if (target?.closest?.(TYPED_INTO)) return null
  const key = event.key.toLowerCase()
  return SHORTCUTS.some((one) => one === key) ? key : null
}
