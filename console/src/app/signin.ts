/** Where one-time links lead. */
export const SIGN_IN_PATH = '/sign-in'

/** The token of a one-time link, from the link, its fragment ("#TOKEN") or the bare token; "" where there is none. */
export function tokenIn(text: string): string {
  const token = text.trim().replace(/^.*#/s, '')
  return /^[\w-]{16,}$/.test(token) ? token : ''
}
