import { Alert, Modal, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ImageOff } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './Reports.module.css'

/** The photo of a report, its faces painted over as far as they were found; or why there is none. */
export function Photo({ report }: { report: Api<'Report'> }) {
  const text = useText()
  const [large, { open, close }] = useDisclosure()
  if (!report.has_photo) {
    if (!report.photo_refused) return null
    return (
      <Alert color="gray" icon={<Icon of={ImageOff} />} title={text('console-reports-photo-refused')}>
        {report.photo_refused_text}
      </Alert>
    )
  }
  const address = `/api/v1/reports/${report.id}/photo`
  const title = text('console-reports-photo-of', { service: report.service_name })
  return (
    <section aria-label={text('console-reports-photo')}>
      <UnstyledButton onClick={open} aria-label={text('console-reports-photo-large')}>
        <img src={address} alt={title} className={classes.photo} />
      </UnstyledButton>
      <Text size="sm">{text('console-reports-faces', { count: report.photo_faces })}</Text>
      <Modal
        opened={large}
        onClose={close}
        title={title}
        size="auto"
        closeButtonProps={{ 'aria-label': text('console-reports-photo-close') }}
      >
        <img src={address} alt={title} className={classes.large} />
      </Modal>
    </section>
  )
}
