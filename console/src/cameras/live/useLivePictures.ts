import { useEffect, useMemo, useState } from 'react'
import { useMay } from '../../app/session'
import { type LineState, liveAddress, PictureLine } from './line'
import { Pictures } from './pictures'

/** The live pictures of some cameras. */
export interface LiveView {
  pictures: Pictures | null
  state: LineState
}

/**
 * Follows some cameras live over one line, as long as the page is in sight; nothing where the person may not look. What
 * a camera showed last stays while the line is away: how old it is, is said.
 */
export function useLivePictures(cameras: readonly string[]): LiveView {
  const may = useMay('camera.look')
  const inSight = useInSight()
  const [state, setState] = useState<LineState>('connecting')
  const [pictures, setPictures] = useState<Pictures | null>(null)
  const address = useMemo(() => (may && cameras.length > 0 ? liveAddress(cameras) : ''), [may, cameras])
  useEffect(() => {
    if (address === '') return
    const made = new Pictures()
    setPictures(made)
    return () => {
      setPictures(null)
      made.close()
    }
  }, [address])
  useEffect(() => {
    if (pictures === null || address === '' || !inSight) return
    const line = new PictureLine(address, {
      picture: ({ camera, time, type, body }) => void pictures.take(camera, time, new Blob([body], { type })),
      state: setState,
      skew: (ms) => {
        pictures.skew = ms
      },
    })
    line.start()
    return () => line.stop()
  }, [pictures, address, inSight])
  return useMemo(() => ({ pictures, state }), [pictures, state])
}

function useInSight(): boolean {
  const [inSight, setInSight] = useState(() => !document.hidden)
  useEffect(() => {
    const changed = () => setInSight(!document.hidden)
    document.addEventListener('visibilitychange', changed)
    return () => document.removeEventListener('visibilitychange', changed)
  }, [])
  return inSight
}
