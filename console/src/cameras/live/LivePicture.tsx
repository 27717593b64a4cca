import { Text } from '@mantine/core'
import { Clock } from 'lucide'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useNow } from '../../app/useNow'
import { useText } from '../../i18n/text'
import classes from './LivePicture.module.css'
import { type Pictures, type Shown, staleSeconds } from './pictures'

interface Props {
  pictures: Pictures | null
  camera: string
  /** What the picture is of, in words. */
  label: string
  onSize?: (width: number, height: number) => void
}

/** A camera's newest picture. As soon as it is older than a moment it is grey and says its age. */
export function LivePicture({ pictures, camera, label, onSize }: Props) {
  const text = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const stale = useStale(pictures, camera)
  const sized = useRef(onSize)
  sized.current = onSize
  useEffect(() => {
    const on = canvas.current
    if (!on || !pictures) return
    return pictures.draw(camera, (bitmap) => {
      if (on.width !== bitmap.width || on.height !== bitmap.height) {
        on.width = bitmap.width
        on.height = bitmap.height
        sized.current?.(bitmap.width, bitmap.height)
      }
      on.getContext('2d')?.drawImage(bitmap, 0, 0)
    })
  }, [pictures, camera])
  const none = stale === 'none'
  return (
    <span className={classes.frame} data-stale={typeof stale === 'number' || undefined}>
      <canvas
        ref={canvas}
        className={classes.picture}
        role="img"
        aria-label={label}
        hidden={none}
        width={0}
        height={0}
      />
      {typeof stale === 'number' && (
        <span className={classes.stale}>
          <Icon of={Clock} size={18} />
          <Text component="span" fw={700}>
            {text('console-cameras-stale', { seconds: stale })}
          </Text>
        </span>
      )}
    </span>
  )
}

/** How old a camera's picture is: live, so many seconds, or there is none. Drawn anew only when that changes. */
export function useStale(pictures: Pictures | null, camera: string): 'none' | 'live' | number {
  const now = useNow().getTime()
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => {
    setShown(pictures?.of(camera) ?? null)
    return pictures?.listen(camera, (next) =>
      // As long as it is live, which of the pictures it is changes nothing on the page.
      setShown((before) => (before && next && next.time - before.time < 500 ? before : next)),
    )
  }, [pictures, camera])
  if (!shown) return 'none'
  return staleSeconds(shown.time, now) ?? 'live'
}
