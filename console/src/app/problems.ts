import { useLocalization } from '@fluent/react'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { Problem } from '../api/problem'
import type { Arguments } from '../i18n/text'

export interface Said {
  title: string
  remedy: string
}

/** Returns a function that says an error in the chosen language: what is wrong, and what to do. */
export function useProblemText(): (error: unknown) => Said {
  const { l10n } = useLocalization()
  return useCallback(
    (error) => {
      const known = error instanceof Problem
      if (known && error.said && !l10n.getBundle(error.key)) return error.said
      const key = known && l10n.getBundle(error.key) ? error.key : 'console-unexpected-error'
      const fields: Arguments = known ? { ...error.fields } : {}
      const bundle = l10n.getBundle(key)
      const remedy = bundle?.getMessage(key)?.attributes.remedy
      return {
        title: l10n.getString(key, fields),
        remedy: bundle && remedy ? bundle.formatPattern(remedy, fields) : '',
      }
    },
    [l10n],
  )
}

/** Returns a function that shows an error as a notification; for the `onError` of a mutation. */
export function useShowProblem(): (error: unknown) => void {
  const { l10n } = useLocalization()
  const say = useProblemText()
  return useCallback(
    (error) => {
      const { title, remedy } = say(error)
      notifications.show({
        color: 'red',
        title,
        message: remedy,
        autoClose: 12_000,
        closeButtonProps: { 'aria-label': l10n.getString('console-dismiss') },
      })
    },
    [l10n, say],
  )
}
