import { useLocalization } from '@fluent/react'
import { useCallback } from 'react'
import { useFormats, useText } from '../i18n/text'

/** Units as people write them; the platform keeps them in the spelling of UCUM and SenML. */
const UNITS: Readonly<Record<string, string>> = {
  Cel: '°C',
  '%RH': '%',
  deg: '°',
  'ug/m3': 'µg/m³',
  count: '',
}

export function unitText(unit: string): string {
  return UNITS[unit] ?? unit
}

/** Channels whose 0 and 1 are words of the catalogue (`console-value-<channel>`). */
const IN_WORDS = new Set(['open', 'smoke', 'online', 'last_gasp', 'position'])

/** Returns a function that says a value of a channel: "6.32 m", "27 °C", "closed". */
export function useValueText(): (value: number | null, channel: string, unit: string) => string {
  const text = useText()
  const { number } = useFormats()
  return useCallback(
    (value, channel, unit) => {
      if (value === null) return '–'
      if (unit === 'count' && IN_WORDS.has(channel)) return text(`console-value-${channel}`, { value })
      const shown = unitText(unit)
      const digits = digitsFor(value)
      // Live values must not grow and shrink by a digit; counts and zero stay without decimals.
      const said = number(value, digits, Number.isInteger(value) ? 0 : digits)
      return shown === '' ? said : shown === '°' ? `${said}°` : `${said} ${shown}`
    },
    [text, number],
  )
}

/** So many decimals that three digits count, at most two. */
export function digitsFor(value: number): number {
  const size = Math.abs(value)
  return size >= 100 ? 0 : size >= 10 ? 1 : 2
}

/** Returns a function that names a published level: "alarm-3" is "Alarm 3"; one that the catalogue lacks stays as it is. */
export function useLevelText(): (level: string) => string {
  const { l10n } = useLocalization()
  return useCallback(
    (level) => {
      const key = `console-level-${level}`
      return l10n.getBundle(key) ? l10n.getString(key) : level
    },
    [l10n],
  )
}
