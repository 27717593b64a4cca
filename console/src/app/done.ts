import { notifications } from '@mantine/notifications'
import { createElement, useCallback } from 'react'
import { useText } from '../i18n/text'
import { UndoButton } from './UndoButton'

/** So long an undo is offered, in milliseconds. */
const OFFERED_MS = 15_000

/** Returns a function that says what has been done, where nothing is offered. */
export function useSayDone(): (message: string) => void {
  const text = useText()
  return useCallback(
    (message) =>
      notifications.show({
        color: 'celadon',
        closeButtonProps: { 'aria-label': text('console-dismiss') },
        message,
      }),
    [text],
  )
}

/** Returns a function that says what has been done and offers to take it back; `id` is the notification's. */
export function useOfferUndo(): (id: string, title: string, onUndo: () => void) => void {
  const text = useText()
  return useCallback(
    (id, title, onUndo) => {
      notifications.show({
        id,
        color: 'celadon',
        autoClose: OFFERED_MS,
        closeButtonProps: { 'aria-label': text('console-dismiss') },
        title,
        message: createElement(UndoButton, {
          onUndo: () => {
            notifications.hide(id)
            onUndo()
          },
        }),
      })
    },
    [text],
  )
}
