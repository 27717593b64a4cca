import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../api/problem'
import { useSayDone } from '../../app/done'
import { useProblemText } from '../../app/problems'
import { Failed } from '../../app/states'
import { useText } from '../../i18n/text'
import { Faults } from '../Faults'
import { studyFilesQuery } from '../queries'
import { type FileUse, fileName, fitting, refusal, type StudyFile } from './files'
import { useFileAbout, useFileActs } from './useStudyFiles'

interface Props {
  file: File
  use: FileUse
  onClose: () => void
  /** The file is there, and fits. */
  onDone: (name: string) => void
}

/** Sends a file under a name that is shown first; asks before another is replaced, and says what is wrong. */
export function UploadDialog({ file, use, onClose, onDone }: Props) {
  const text = useText()
  const say = useProblemText()
  const sayDone = useSayDone()
  const about = useFileAbout()
  const { data: files, isPending } = useQuery(studyFilesQuery)
  const { upload } = useFileActs()
  const [name, setName] = useState(() => fileName(file.name))
  const over = files?.items.find((one) => one.name === name)
  const refused = refusal(name, file)
  const [sending] = useState(() => new AbortController())
  const close = () => {
    sending.abort()
    onClose()
  }
  const done = (made: StudyFile) => {
    const fits = fitting([made], use).length > 0
    const key = fits ? 'console-studies-did-upload' : 'console-studies-did-upload-other'
    sayDone(text(key, { name: made.name, about: about(made) }))
    if (fits) onDone(made.name)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={close}
      title={text('console-studies-upload-of', { name: file.name })}
      closeButtonProps={{ 'aria-label': text('console-users-cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!refused) upload.mutate({ file, name, over, signal: sending.signal }, { onSuccess: done })
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={text('console-studies-file-name')}
            description={text('console-studies-file-name-hint')}
            error={refused && Object.values(say(refused)).join(' ')}
            value={name}
            disabled={upload.isPending}
            onChange={(event) => {
              setName(event.currentTarget.value)
              upload.reset()
            }}
          />
          {over && <Replacing file={over} />}
          {upload.error && <Trouble error={upload.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text('console-users-cancel')}
            </Button>
            <Button type="submit" loading={upload.isPending} disabled={isPending || refused !== null}>
              {text(over ? 'console-studies-file-replace' : 'console-studies-upload')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What would be replaced, and whom that concerns. */
function Replacing({ file }: { file: StudyFile }) {
  const text = useText()
  const about = useFileAbout()
  const { name, studies } = file
  return (
    <Alert
      color="yellow"
      role="note"
      title={text('console-studies-file-there', { name, about: about(file) })}
    >
      {text('console-studies-file-there-hint', { count: studies.length, studies: studies.join(', ') })}
    </Alert>
  )
}

function Trouble({ error }: { error: unknown }) {
  const faults = error instanceof Problem ? error.faults : []
  return faults.length > 0 ? <Faults faults={faults} /> : <Failed error={error} />
}
