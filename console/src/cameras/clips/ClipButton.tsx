import { Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CirclePlay, ImageOff, VideoOff } from 'lucide'
import { useState } from 'react'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import type { CameraEvent } from '../events/filter'
import { isClipAwaited } from '../queries'
import { ClipDialog } from './ClipDialog'
import classes from './Clips.module.css'
import { thumbnailPath } from './export'

interface Props {
  event: CameraEvent
}

/** The picture of an event's clip, which plays it; where there is none or the person may not see it, that is said. */
export function ClipButton({ event }: Props) {
  const { clip, title } = event
  const text = useText()
  const may = useMay('clip.read')
  const [opened, { open, close }] = useDisclosure()
  const [broken, setBroken] = useState(false)
  if (!clip || !may) {
    return (
      <span className={classes.none}>
        <Icon of={VideoOff} size={22} />
        <Text component="span" size="sm">
          {text(
            !may
              ? 'console-cameras-clip-not-you'
              : isClipAwaited(event)
                ? 'console-cameras-clip-soon'
                : 'console-cameras-clip-none',
          )}
        </Text>
      </span>
    )
  }
  return (
    <>
      <UnstyledButton
        className={classes.button}
        aria-label={text('console-cameras-clip-play', { title })}
        onClick={open}
      >
        {broken ? (
          <Icon of={ImageOff} size={28} />
        ) : (
          <img
            src={thumbnailPath(clip)}
            alt=""
            loading="lazy"
            className={classes.thumbnail}
            onError={() => setBroken(true)}
          />
        )}
        <span className={classes.play}>
          <Icon of={CirclePlay} size={28} />
        </span>
      </UnstyledButton>
      <ClipDialog clip={clip} title={title} opened={opened} onClose={close} />
    </>
  )
}
