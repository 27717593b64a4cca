import { useLocalStorage } from '@mantine/hooks'
import { type RefObject, useEffect, useRef } from 'react'
import { SHORTCUTS, shortcutOf } from './shortcuts'

/** Whether letters act, as the person has set it on this device; assistive technology may need them off. */
export function useShortcutsOn() {
  return useLocalStorage({ key: 'luylau.shortcuts', defaultValue: true, getInitialValueInEffect: false })
}

/** Calls what belongs to a key when it is pressed outside fields and dialogs; `keys` are those of the page. */
export function useShortcuts(
  actions: Readonly<Record<string, () => void>>,
  keys: readonly string[] = SHORTCUTS,
): void {
  const [on] = useShortcutsOn()
  const now = useRef(actions)
  now.current = actions
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = shortcutOf(event, document.querySelector('[role="dialog"]') !== null, keys)
      const action = key === null ? undefined : now.current[key]
      // The way to the settings of the keys stays open.
      if (!action || (!on && key !== '?')) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on, keys])
}

/** Returns a function that makes keys press what carries them (`data-shortcut`) below an element; fields take the focus. */
export function usePressed(below: RefObject<HTMLElement | null>) {
  return (keys: readonly string[]): Record<string, () => void> =>
    Object.fromEntries(
      keys.map((key) => [
        key,
        () => {
          const found = below.current?.querySelector<HTMLElement>(`[data-shortcut="${key}"]:not(:disabled)`)
          if (found?.matches('input, textarea')) found.focus()
          else found?.click()
        },
      ]),
    )
}
