/** The token of a one-time link, from the link, its fragment ("#token=...") or the bare token; "" where none is. */
export function tokenIn(text: string): string {
  const trimmed = text.trim()
  const fragment = trimmed.includes('#') ? trimmed.slice(trimmed.indexOf('#') + 1) : ''
  if (fragment) return new URLSearchParams(fragment).get('token') ?? ''
  return /^[\w-]{16,}$/.test(trimmed) ? trimmed : ''
}
