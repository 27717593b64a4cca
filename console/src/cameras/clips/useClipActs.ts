import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../../api/client'
import { KEYS } from '../../api/queries'
import { useSayDone } from '../../app/done'
import { useAfterAct } from '../../app/useAfterAct'
import { useText } from '../../i18n/text'
import { originalOf, packageOf, save } from './export'

interface Asked {
  clip: string
  /** It goes into the audit log. */
  why: string
}

/** Exports a clip as evidence, fetches its sealed original, and deletes it. */
export function useClipActs() {
  const text = useText()
  const say = useSayDone()
  const after = useAfterAct(KEYS.clips, KEYS.cameraEvents)
  const take = useMutation({
    mutationFn: async ({ clip, why }: Asked) => save(await packageOf(clip, why), `${clip}.zip`),
    onSuccess: () => say(text('console-cameras-exported')),
    ...after,
  })
  const original = useMutation({
    mutationFn: async ({ clip, why }: Asked) => save(await originalOf(clip, why), `${clip}.sealed`),
    onSuccess: () => say(text('console-cameras-original-fetched')),
    ...after,
  })
  const remove = useMutation({
    mutationFn: ({ clip, why }: Asked) =>
      answer(api.DELETE('/api/v1/clips/{clip}', { params: { path: { clip }, query: { why } } })),
    onSuccess: () => say(text('console-cameras-deleted')),
    ...after,
  })
  return { take, original, remove }
}
