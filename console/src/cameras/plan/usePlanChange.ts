import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../../api/client'
import { Problem, type ProblemFault } from '../../api/problem'
import { KEYS } from '../../api/queries'
import type { Api } from '../../api/types'
import { useOfferUndo } from '../../app/done'
import { useShowProblem } from '../../app/problems'
import { useText } from '../../i18n/text'
import { cameraQuery } from '../queries'

type Detail = Api<'CameraDetail'>

/** One of the two things that are planned for a camera: how it is read out of the camera, and how it is put. */
export interface Part<Words> {
  name: 'scenes' | 'privacy'
  of: (detail: Detail) => Words
  put: (camera: string, version: number, words: Words) => Promise<Detail>
}

const header = (version: number) => ({ 'If-Match': `"${version}"` })

export const SCENES: Part<Detail['scenes']> = {
  name: 'scenes',
  of: (detail) => detail.scenes,
  put: async (asset, version, scenes) =>
    (await answer(
      api.PUT('/api/v1/cameras/{asset}/scenes', {
        params: { path: { asset }, header: header(version) },
        body: { scenes },
      }),
    )) as Detail,
}

/** What is hidden of a camera's picture and how long its clips are kept. */
export interface Privacy {
  zones: Detail['zones']
  purpose: Detail['purpose']
  retention_days: number
}

export const PRIVACY: Part<Privacy> = {
  name: 'privacy',
  of: ({ zones, purpose, retention_days }) => ({ zones, purpose, retention_days }),
  put: async (asset, version, { zones, purpose, retention_days }) =>
    (await answer(
      api.PUT('/api/v1/cameras/{asset}/privacy', {
        params: { path: { asset }, header: header(version) },
        body: {
          zones,
          // A language in which nothing is said is left out.
          purpose: Object.fromEntries(Object.entries(purpose).filter(([, said]) => said.trim() !== '')),
          retention_days,
        },
      }),
    )) as Detail,
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

interface Wanted<Words> {
  words: Words
  /** What the words were begun on. */
  base: Words
}

/**
 * Saves a part of a camera's plan and offers to take that back. Where only other cameras were changed meanwhile it is saved
 * all the same; where this part was, nothing is, and the person is shown that.
 */
export function usePlanChange<Words>(detail: Detail, part: Part<Words>) {
  const client = useQueryClient()
  const text = useText()
  const show = useShowProblem()
  const offerUndo = useOfferUndo()
  const [faults, setFaults] = useState<readonly ProblemFault[]>([])
  const { queryKey } = cameraQuery(detail.camera.id)
  const { id, name } = detail.camera

  const send = async ({ words, base }: Wanted<Words>): Promise<Detail> => {
    const seen = client.getQueryData<Detail>(queryKey) ?? detail
    try {
      return await part.put(id, seen.version, words)
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error
      const now = await client.fetchQuery({ ...cameraQuery(id), staleTime: 0 })
      if (!same(part.of(now), base)) throw error
      return await part.put(id, now.version, words)
    }
  }
  const takeIn = (made: Detail) => {
    client.setQueryData(queryKey, made)
    void client.invalidateQueries({ queryKey: [KEYS.cameras] })
  }
  const failed = (error: unknown) => {
    if (error instanceof Problem && error.faults.length > 0) setFaults(error.faults)
    // What somebody else has changed of it is told beside the drawing.
    else if (!(error instanceof Problem && error.status === 409)) show(error)
    void client.invalidateQueries({ queryKey: [KEYS.cameras] })
  }
  const undoing = useMutation({
    mutationFn: send,
    onSuccess: takeIn,
    onError: (error) => {
      show(error)
      void client.invalidateQueries({ queryKey: [KEYS.cameras] })
    },
  })
  const saving = useMutation({
    mutationFn: send,
    onMutate: () => {
      setFaults([])
      return part.of(client.getQueryData<Detail>(queryKey) ?? detail)
    },
    onSuccess: (made, _wanted, before) => {
      takeIn(made)
      offerUndo(
        `camera-${id}-${part.name}`,
        text(`console-cameras-saved-${part.name}`, { camera: name }),
        () => undoing.mutate({ words: before, base: part.of(made) }),
      )
    },
    onError: failed,
  })
  return { saving, faults, forgetFaults: () => setFaults([]) }
}
