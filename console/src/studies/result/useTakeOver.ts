import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../../api/client'
import { Problem } from '../../api/problem'
import { KEYS } from '../../api/queries'
import type { Api } from '../../api/types'
import { useOfferUndo } from '../../app/done'
import { useAfterAct } from '../../app/useAfterAct'
import { useText } from '../../i18n/text'

/** The number of the pack's newest change; 0 where there is none that can be taken back. */
async function newestChange(): Promise<number> {
  const { items } = await answer(api.GET('/api/v1/city/changes'))
  return items.at(-1)?.number ?? 0
}

/** Takes sites of a run into the pack, and offers to take that back as long as the pack is not changed further. */
export function useTakeOver(run: string, onDone: () => void) {
  const text = useText()
  const offerUndo = useOfferUndo()
  const afterAct = useAfterAct(KEYS.map, KEYS.places, KEYS.asset)
  const undoing = useMutation({
    mutationFn: async (change: number) => {
      // The pack takes its newest change back, whosever it is.
      if ((await newestChange()) !== change) throw new Problem(409, 'console-studies-pack-changed')
      return answer(api.POST('/api/v1/city/undo'))
    },
    ...afterAct,
  })
  return useMutation({
    mutationFn: async (body: Api<'SitesToPlan'>) => {
      const params = { path: { run } }
      const { assets } = await answer(api.POST('/api/v1/study-runs/{run}/assets', { params, body }))
      return { count: assets.length, change: await newestChange() }
    },
    onSuccess: ({ count, change }) => {
      offerUndo(`planned-${change}`, text('console-studies-taken', { count }), () => undoing.mutate(change))
      onDone()
    },
    ...afterAct,
  })
}
