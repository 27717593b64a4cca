import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../../api/client'
import { KEYS } from '../../api/queries'
import type { Api } from '../../api/types'
import { useAfterAct } from '../../app/useAfterAct'
import { useText } from '../../i18n/text'
import { useLatestUndo } from '../../incidents/useLatestUndo'
import type { CameraEvent } from './filter'

export type Verdict = Api<'NewVerdict'>['verdict']

interface Judging {
  event: CameraEvent
  verdict: Verdict
}

/** Says whether what a camera told was right; it can be taken back. */
export function useJudge() {
  const text = useText()
  const offerUndo = useLatestUndo()
  const after = useAfterAct(KEYS.cameraEvents, KEYS.cameras)
  const mutationFn = ({ event, verdict }: Judging) =>
    answer(
      api.PUT('/api/v1/camera-events/{event}/verdict', {
        params: { path: { event: event.id } },
        body: { verdict, seen: event.verdict },
      }),
    )
  const undoing = useMutation({ mutationFn, ...after })
  return useMutation({
    mutationFn,
    onSuccess: (made, { event: before }) =>
      offerUndo(
        made.id,
        `${made.id}-${made.verdict}-${Date.now()}`,
        text(`console-cameras-judged-${made.verdict || 'open'}`, { title: made.title }),
        () => undoing.mutate({ event: made, verdict: before.verdict }),
      ),
    ...after,
  })
}
