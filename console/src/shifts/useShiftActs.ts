import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useOfferUndo } from '../app/done'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'

type Shift = Api<'Shift'>

/** Id of the notice that a shift is handed over. */
const HANDED_OVER = 'shift-handed-over'

/** A shift as the person has it on the screen: what has changed since is neither handed over nor accepted. */
function seen(shift: Shift) {
  return { path: { shift: shift.id }, header: { 'If-Match': `"${shift.version}"` } }
}

/** What a person does with the log of shifts. A hand-over can be taken back until somebody has accepted it. */
export function useShiftActs() {
  const text = useText()
  const offerUndo = useOfferUndo()
  const after = useAfterAct(KEYS.shifts)
  const begin = useMutation({ mutationFn: () => answer(api.POST('/api/v1/shifts')), ...after })
  const note = useMutation({
    mutationFn: ({ shift, words }: { shift: number; words: string }) =>
      answer(
        api.POST('/api/v1/shifts/{shift}/notes', { params: { path: { shift } }, body: { text: words } }),
      ),
    ...after,
  })
  const resume = useMutation({
    mutationFn: (shift: Shift) => answer(api.POST('/api/v1/shifts/{shift}/resume', { params: seen(shift) })),
    // It may have been taken back on the page itself.
    onSuccess: () => notifications.hide(HANDED_OVER),
    ...after,
  })
  const handOver = useMutation({
    mutationFn: ({ shift, words }: { shift: Shift; words: string }) =>
      answer(api.POST('/api/v1/shifts/{shift}/hand-over', { params: seen(shift), body: { text: words } })),
    onSuccess: (shift) =>
      offerUndo(HANDED_OVER, text('console-shifts-handed-over'), () => resume.mutate(shift)),
    ...after,
  })
  const accept = useMutation({
    mutationFn: (shift: Shift) => answer(api.POST('/api/v1/shifts/{shift}/accept', { params: seen(shift) })),
    ...after,
  })
  return { begin, note, handOver, resume, accept }
}

export type ShiftActs = ReturnType<typeof useShiftActs>
