import { ActionIcon, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download, Trash2 } from 'lucide'
import { useState } from 'react'
import { Confirm } from '../../app/Confirm'
import { Icon } from '../../app/Icon'
import rows from '../../app/Rows.module.css'
import { useMay } from '../../app/session'
import { Empty, Loaded } from '../../app/states'
import { useText } from '../../i18n/text'
import { studyFilesQuery } from '../queries'
import type { StudyFile } from './files'
import { useFileAbout, useFileActs } from './useStudyFiles'

/** All files beside the studies: what they hold, which studies name them; to be saved or deleted. */
export function FilesDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const query = useQuery(studyFilesQuery)
  const { remove } = useFileActs()
  const [leaving, setLeaving] = useState<StudyFile | null>(null)
  return (
    <Modal
      opened
      size="lg"
      // Escape closes the question first.
      closeOnEscape={!leaving}
      onClose={onClose}
      title={text('console-studies-files-all')}
      closeButtonProps={{ 'aria-label': text('console-studies-close-site') }}
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text('console-studies-files-empty')} hint={text('console-studies-files-hint')} />
          ) : (
            <ul className={rows.list}>
              {items.map((file) => (
                <Row key={file.name} file={file} onDelete={() => setLeaving(file)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {leaving && (
        <Confirm
          opened
          onClose={() => setLeaving(null)}
          title={text('console-studies-delete-sure', { name: leaving.name })}
          label={text('console-studies-delete')}
          grave
          busy={remove.isPending}
          onConfirm={() => remove.mutate(leaving, { onSettled: () => setLeaving(null) })}
        >
          {text('console-studies-delete-file-hint')}
        </Confirm>
      )}
    </Modal>
  )
}

function Row({ file, onDelete }: { file: StudyFile; onDelete: () => void }) {
  const text = useText()
  const about = useFileAbout()
  const mayDelete = useMay('study.edit')
  const { name, studies } = file
  const named = studies.length > 0
  const save = text('console-studies-file-save', { name })
  const remove = text('console-studies-delete-of', { name })
  return (
    <li className={rows.row}>
      <div className={rows.words}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {about(file)}
        </Text>
        {named && (
          <Text size="sm">{text('console-studies-file-named', { studies: studies.join(', ') })}</Text>
        )}
      </div>
      <ActionIcon
        component="a"
        href={`/api/v1/study-files/${name}`}
        download
        color="gray"
        aria-label={save}
        title={save}
      >
        <Icon of={Download} size={20} />
      </ActionIcon>
      {mayDelete && (
        <ActionIcon color="gray" disabled={named} aria-label={remove} title={remove} onClick={onDelete}>
          <Icon of={Trash2} size={20} />
        </ActionIcon>
      )}
    </li>
  )
}
