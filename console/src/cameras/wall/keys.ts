/** The digits that open the tiles of a page, the first nine. */
export const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
export const ARROWS = ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'] as const
/** The keys of the wall. */
export const WALL_KEYS: readonly string[] = [...DIGITS, ...ARROWS, 'pageup', 'pagedown', 'f', '?']

/** The rows of its help: what stands on the key, and the end of its text's key. */
export const WALL_HELP = [
  ['1 – 9', 'open'],
  ['← → ↑ ↓', 'arrows'],
  ['PgUp PgDn', 'pages'],
  ['F', 'full'],
  ['?', 'help'],
] as const
