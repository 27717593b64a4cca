import { Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Columns2, Download, FileText, MapPinPlus } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useCity, useMay } from '../../app/session'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useText } from '../../i18n/text'
import { foldedOptions } from '../../map/options'
import type { Answer } from '../answer'
import type { Run } from '../queries'
import type { Study } from '../study'
import classes from './Result.module.css'
import { useTakeOver } from './useTakeOver'

const FILES = [
  ['pdf', 'note.pdf', FileText],
  ['html', 'note.html', FileText],
  ['csv', 'sites.csv', Download],
  ['geojson', 'sites.geojson', Download],
] as const

interface Props {
  run: Run
  answer: Answer
  study: Study
}

/** What a run's answer can be taken away as, taken into the pack, or held against. */
export function Downloads({ run, answer, study }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const mayTake = useMay('city.import')
  const [taking, take] = useDisclosure()
  return (
    <Group gap="xs">
      {FILES.map(([form, file, icon]) => (
        <Button
          key={form}
          component="a"
          href={`/api/v1/study-runs/${run.id}/${file}${file.startsWith('note') ? `?language=${language}` : ''}`}
          download
          variant="default"
          leftSection={<Icon of={icon} size={20} />}
        >
          {text(`console-studies-file-${form}`)}
        </Button>
      ))}
      <Button
        component={Link}
        href={`/study-comparison?a=${run.id}`}
        variant="default"
        leftSection={<Icon of={Columns2} size={20} />}
      >
        {text('console-studies-compare')}
      </Button>
      {mayTake && answer.sites.length > 0 && (
        <Button variant="default" leftSection={<Icon of={MapPinPlus} size={20} />} onClick={take.open}>
          {text('console-studies-take')}
        </Button>
      )}
      {taking && <TakeOver run={run} answer={answer} study={study} onClose={take.close} />}
    </Group>
  )
}

/** Takes chosen sites into the pack as planned assets of a kind. */
function TakeOver({ run, answer, onClose }: Props & { onClose: () => void }) {
  const text = useText()
  const city = useCity()
  const { language } = useLanguage()
  const [kind, setKind] = useState<string | null>(null)
  const [sites, setSites] = useState<ReadonlySet<string>>(() => new Set(answer.sites.map(({ site }) => site)))
  const taking = useTakeOver(run.id, onClose)
  const turn = (site: string) =>
    setSites((before) => {
      const now = new Set(before)
      if (!now.delete(site)) now.add(site)
      return now
    })
  return (
    <Modal
      opened
      onClose={onClose}
      title={text('console-studies-take')}
      closeButtonProps={{ 'aria-label': text('console-users-cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (kind) taking.mutate({ kind, sites: sites.size === answer.sites.length ? [] : [...sites] })
        }}
      >
        <Stack>
          <Text>{text('console-studies-take-hint')}</Text>
          <Select
            data-autofocus
            searchable
            required
            label={text('console-studies-take-kind')}
            filter={foldedOptions}
            data={city.kinds.map((one) => ({ value: one.id, label: nameIn(language, one, one.id) }))}
            value={kind}
            onChange={setKind}
          />
          <fieldset className={classes.sites}>
            <legend>{text('console-studies-take-sites', { count: sites.size })}</legend>
            {answer.sites.map(({ site, name }, at) => (
              <Checkbox
                key={site}
                className={classes.tick}
                label={`${at + 1}. ${name || site}`}
                checked={sites.has(site)}
                onChange={() => turn(site)}
              />
            ))}
          </fieldset>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('console-users-cancel')}
            </Button>
            <Button type="submit" loading={taking.isPending} disabled={!kind || sites.size === 0}>
              {text('console-studies-take-do', { count: sites.size })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
