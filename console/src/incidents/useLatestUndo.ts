import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useOfferUndo } from '../app/done'

/** The notice shown last by incident. */
const latest = new Map<string, string>()

/**
 * Returns a function that says what has been done to an incident and offers to take it back, in place of what was
 * offered for it before: who works fast would else have a pile of notices over the page, and only the last holds.
 */
export function useLatestUndo() {
  const offer = useOfferUndo()
  return useCallback(
    (incident: string, id: string, title: string, onUndo: () => void) => {
      const shown = latest.get(incident)
      if (shown !== undefined) notifications.hide(shown)
      latest.set(incident, id)
      offer(id, title, onUndo)
    },
    [offer],
  )
}
