import { Button, FileButton, Group, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { FolderOpen, Siren, Upload } from 'lucide'
import { useRef, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useProblemText } from '../../app/problems'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import { foldedOptions } from '../../map/options'
import { studyFilesQuery } from '../queries'
import { type Field, useCommon } from '../studio/fields'
import { FilesDialog } from './FilesDialog'
import { ACCEPTED, type FileUse, fitting } from './files'
import { UploadDialog } from './UploadDialog'
import { useFileAbout, useIncidentPoints } from './useStudyFiles'

interface Props extends Field<string> {
  /** What the study names the file as. */
  use: FileUse
  /** Whether the study can do without one. */
  optional?: boolean
}

/** A file beside the studies: chosen from those that fit, or uploaded. */
export function FileField({ use, optional = false, ...field }: Props) {
  const { path, label, value, onChange } = field
  const text = useText()
  const common = useCommon(field)
  const say = useProblemText()
  const about = useFileAbout()
  const mayUpload = useMay('study.edit')
  const { data, error } = useQuery(studyFilesQuery)
  const [picked, setPicked] = useState<File | null>(null)
  const [looking, look] = useDisclosure()
  const incidents = useIncidentPoints(setPicked)
  const again = useRef<() => void>(null)
  const files = data?.items ?? []
  const fit = fitting(files, use)
  const options = fit.map((file) => ({ value: file.name, label: `${file.name} · ${about(file)}` }))
  if (optional) options.unshift({ value: '', label: text('console-studies-file-none') })
  if (value && !fit.some(({ name }) => name === value)) {
    const other = files.find(({ name }) => name === value)
    const said = other ? about(other) : data ? text('console-studies-file-missing') : ''
    options.push({ value, label: [value, said].filter(Boolean).join(' · ') })
  }
  const choose = (name: string) => name !== value && onChange(name, path)
  return (
    <div>
      <Select
        {...common}
        error={common.error ?? (error && Object.values(say(error)).join(' '))}
        searchable
        allowDeselect={false}
        filter={foldedOptions}
        placeholder={text('console-studies-file-choose')}
        nothingFoundMessage={text('console-studies-file-no-fit')}
        data={options}
        value={optional || value ? value : null}
        onChange={(to) => to !== null && choose(to)}
      />
      <Group gap="xs" pt="xs">
        {mayUpload && (
          <FileButton accept={ACCEPTED} resetRef={again} onChange={setPicked}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<Icon of={Upload} size={20} />}
                aria-label={text('console-studies-upload-for', { field: label })}
              >
                {text('console-studies-upload')}
              </Button>
            )}
          </FileButton>
        )}
        {mayUpload && use === 'points' && (
          <Button
            variant="default"
            leftSection={<Icon of={Siren} size={20} />}
            loading={incidents.isPending}
            onClick={() => incidents.mutate()}
          >
            {text('console-studies-incidents')}
          </Button>
        )}
        <Button
          variant="subtle"
          leftSection={<Icon of={FolderOpen} size={20} />}
          aria-label={text('console-studies-files-for', { field: label })}
          onClick={look.open}
        >
          {text('console-studies-files')}
        </Button>
      </Group>
      {picked && (
        <UploadDialog
          file={picked}
          use={use}
          onClose={() => {
            setPicked(null)
            // Else the same file, mended, could not be picked again.
            again.current?.()
          }}
          onDone={choose}
        />
      )}
      {looking && <FilesDialog onClose={look.close} />}
    </div>
  )
}
