import { useFormats, useText } from '../i18n/text'

/** A span that runs out, in milliseconds, as "4:05" or "1:02:09"; none is left of what is past. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const pad = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

/** Returns a function that says what becomes of a clock: how long it still runs, or since when it has run out. */
export function useClockWords() {
  const text = useText()
  const { ago } = useFormats()
  return (due: string, now: Date): string => {
    const left = Date.parse(due) - now.getTime()
    return left > 0
      ? text('console-incidents-due', { left: countdown(left) })
      : text('console-incidents-due-past', { ago: ago(new Date(due), now) })
  }
}
