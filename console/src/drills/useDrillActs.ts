import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { useOfferUndo } from '../app/done'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'
import { drillQuery } from './queries'

type Drill = Api<'Drill'>

/** Id of the notice that a drill has ended. */
const ENDED = 'drill-ended'

/** Begins drills, writes down what was observed, ends them; an end can be taken back. */
export function useDrillActs() {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useOfferUndo()
  const after = useAfterAct(KEYS.drills, KEYS.playbooks, KEYS.incidents)
  const takeIn = (drill: Drill) => client.setQueryData(drillQuery(drill.id).queryKey, drill)
  const begin = useMutation({
    mutationFn: (body: Api<'NewDrill'>) => answer(api.POST('/api/v1/drills', { body })),
    onSuccess: takeIn,
    ...after,
  })
  const note = useMutation({
    mutationFn: ({ drill, words }: { drill: string; words: string }) =>
      answer(
        api.POST('/api/v1/drills/{drill}/notes', { params: { path: { drill } }, body: { text: words } }),
      ),
    onSuccess: takeIn,
    ...after,
  })
  const params = ({ id, version }: Drill) => ({
    path: { drill: id },
    header: { 'If-Match': `"${version}"` },
  })
  const resume = useMutation({
    mutationFn: (drill: Drill) =>
      answer(api.POST('/api/v1/drills/{drill}/resume', { params: params(drill) })),
    onSuccess: (drill) => {
      takeIn(drill)
      // It may have been taken back on the page itself.
      notifications.hide(ENDED)
    },
    ...after,
  })
  const end = useMutation({
    mutationFn: (drill: Drill) => answer(api.POST('/api/v1/drills/{drill}/end', { params: params(drill) })),
    onSuccess: (drill) => {
      takeIn(drill)
      offerUndo(ENDED, text('console-drills-did-end', { drill: drill.name }), () => resume.mutate(drill))
    },
    ...after,
  })
  return { begin, note, end, resume }
}

export type DrillActs = ReturnType<typeof useDrillActs>
