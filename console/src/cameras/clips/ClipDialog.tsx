import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download, Lock, LockKeyhole, Trash2, VideoOff } from 'lucide'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { Loaded } from '../../app/states'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { ActForm } from '../../incidents/case/forms'
import { clipQuery } from '../queries'
import { SimulatedTag } from '../SimulatedTag'
import classes from './Clips.module.css'
import { thumbnailPath, videoPath } from './export'
import { useClipActs } from './useClipActs'

const LONGEST_WHY = 500

interface Props {
  clip: string
  /** What it shows, in words. */
  title: string
  opened: boolean
  onClose: () => void
}

/** Plays a clip, and hands it out as evidence or deletes it. */
export function ClipDialog({ clip, title, opened, onClose }: Props) {
  const text = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="60rem"
      closeButtonProps={{ 'aria-label': text('console-cameras-clip-close') }}
    >
      <Shown clip={clip} title={title} onGone={onClose} />
    </Modal>
  )
}

function Shown({ clip, title, onGone }: { clip: string; title: string; onGone: () => void }) {
  const query = useQuery(clipQuery(clip))
  return <Loaded query={query}>{(known) => <Player clip={known} title={title} onGone={onGone} />}</Loaded>
}

function Player({ clip, title, onGone }: { clip: Api<'Clip'>; title: string; onGone: () => void }) {
  const text = useText()
  const { language } = useLanguage()
  const { time, number } = useFormats()
  const [broken, setBroken] = useState(false)
  return (
    <Stack gap="sm">
      {broken ? (
        <Alert
          color="red"
          role="alert"
          icon={<Icon of={VideoOff} />}
          title={text('console-cameras-clip-broken')}
        >
          {text('console-cameras-clip-broken-hint')}
        </Alert>
      ) : (
        <video
          className={classes.video}
          src={videoPath(clip.id)}
          poster={thumbnailPath(clip.id)}
          aria-label={title}
          controls
          muted
          playsInline
          disablePictureInPicture
          controlsList="nodownload"
          preload="metadata"
          onError={() => setBroken(true)}
        />
      )}
      <Group gap="xs">
        <Icon of={Lock} size={18} />
        <Text>{text('console-cameras-clip-logged')}</Text>
        {clip.simulated && <SimulatedTag />}
      </Group>
      <Text size="sm">
        {[
          clip.camera_name,
          text('console-cameras-clip-span', {
            from: time(new Date(clip.start)),
            to: time(new Date(clip.end)),
          }),
          text('console-cameras-clip-expires', { time: time(new Date(clip.expires)) }),
          text('console-cameras-clip-size', {
            width: clip.width,
            height: clip.height,
            size: number(clip.size / 1_000_000, 1),
          }),
          text('console-cameras-clip-mask', { mask: clip.mask_version }),
        ].join(' · ')}
      </Text>
      {Object.keys(clip.purpose).length > 0 && (
        <Text size="sm">
          {text('console-cameras-clip-purpose', { purpose: nameIn(language, { names: clip.purpose }) })}
        </Text>
      )}
      <Acts clip={clip} onGone={onGone} />
    </Stack>
  )
}

/** Hands the clip or its sealed original out, or deletes it; each asks why, for the log. */
function Acts({ clip: { id, original_until }, onGone }: { clip: Api<'Clip'>; onGone: () => void }) {
  const text = useText()
  const { time } = useFormats()
  const mayTake = useMay('clip.export')
  const mayOpen = useMay('clip.read_original')
  const mayRemove = useMay('clip.delete')
  const acts = useClipActs()
  const [asking, setAsking] = useState<'take' | 'original' | 'remove' | null>(null)
  const [why, setWhy] = useState('')
  const end = () => {
    setAsking(null)
    setWhy('')
  }
  if (asking) {
    const act = acts[asking]
    return (
      <ActForm
        label={text(`console-cameras-clip-${asking}`)}
        busy={act.isPending}
        ready={why.trim() !== ''}
        onSend={() =>
          act.mutate(
            { clip: id, why: why.trim() },
            {
              onSuccess: () => {
                end()
                if (asking === 'remove') onGone()
              },
            },
          )
        }
        onCancel={end}
      >
        {asking === 'original' && original_until && (
          <Text>{text('console-cameras-clip-original-hint', { time: time(new Date(original_until)) })}</Text>
        )}
        {asking === 'remove' && <Text>{text('console-cameras-clip-remove-sure')}</Text>}
        <Textarea
          label={text('console-cameras-clip-why')}
          description={text('console-cameras-clip-why-hint')}
          required
          autosize
          minRows={2}
          maxRows={6}
          data-autofocus
          maxLength={LONGEST_WHY}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      </ActForm>
    )
  }
  return (
    <Group gap="xs">
      {mayTake && (
        <Button
          variant="default"
          leftSection={<Icon of={Download} size={20} />}
          onClick={() => setAsking('take')}
        >
          {text('console-cameras-clip-take')}
        </Button>
      )}
      {mayOpen && original_until && (
        <Button
          variant="default"
          leftSection={<Icon of={LockKeyhole} size={20} />}
          onClick={() => setAsking('original')}
        >
          {text('console-cameras-clip-original')}
        </Button>
      )}
      {mayRemove && (
        <Button
          variant="default"
          leftSection={<Icon of={Trash2} size={20} />}
          onClick={() => setAsking('remove')}
        >
          {text('console-cameras-clip-remove')}
        </Button>
      )}
    </Group>
  )
}
