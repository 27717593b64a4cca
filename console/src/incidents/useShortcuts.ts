import { useLocalStorage } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { shortcutOf } from './shortcuts'

/** Whether letters act, as the person has set it on this device; assistive technology may need them off. */
export function useShortcutsOn() {
  return useLocalStorage({ key: 'luylau.shortcuts', defaultValue: true, getInitialValueInEffect: false })
}

/** Calls what belongs to a key when it is pressed outside fields and dialogs. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const [on] = useShortcutsOn()
  const now = useRef(actions)
  now.current = actions
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = shortcutOf(event, document.querySelector('[role="dialog"]') !== null)
      const action = key === null ? undefined : now.current[key]
      // The way to the settings of the keys stays open.
      if (!action || (!on && key !== '?')) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on])
}
