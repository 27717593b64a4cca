/**
 * Folds text for search exactly as the platform does: no accents, no case, one space between words. Upper
 * case comes first because ß has no other way to ss.
 */
export function fold(text: string): string {
  return text
    .replaceAll('Đ', 'D')
    .replaceAll('đ', 'd')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s,;/_.()–-]+/g, ' ')
    .trim()
    .toUpperCase()
    .toLowerCase()
}
