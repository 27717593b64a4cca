import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { Problem, type ProblemFault } from '../api/problem'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { Faults } from './Faults'
import { studyQuery } from './queries'
import { idFrom, inEach, NEW_DEMAND, NEW_OPTION, type Study, studyOf } from './study'
import { useSaid } from './useSaid'
import { useStudyActs } from './useStudyActs'

interface Props {
  studies: readonly Api<'StudySummary'>[]
  onClose: () => void
}

/** A new study: an empty one to fill in, or a copy of another. */
export function NewStudy({ studies, onClose }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const client = useQueryClient()
  const show = useShowProblem()
  const [, go] = useLocation()
  const { create } = useStudyActs()
  const template = useTemplate()
  const [name, setName] = useState('')
  const [from, setFrom] = useState('')
  const [faults, setFaults] = useState<readonly ProblemFault[]>([])
  const sound = studies.filter((one) => one.faults.length === 0)
  const id = idFrom(
    name,
    studies.map((one) => one.id),
    'study',
  )
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setFaults([])
    try {
      const start = from ? studyOf((await client.fetchQuery(studyQuery(from))).data) : template()
      // Whoever writes the name writes one language; the others begin with it and are there to be changed.
      const made = await create.mutateAsync({ ...start, id, names: inEach(() => name.trim()) })
      onClose()
      go(`/studies/${encodeURIComponent(made.id)}`)
    } catch (error) {
      if (error instanceof Problem && error.faults.length > 0) setFaults(error.faults)
      else show(error)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={text('console-studies-new')}
      closeButtonProps={{ 'aria-label': text('console-users-cancel') }}
    >
      <form onSubmit={make}>
        <Stack>
          <TextInput
            data-autofocus
            label={text('console-studies-field-names')}
            description={text('console-studies-new-name-hint')}
            value={name}
            required
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {text('console-studies-id-of', { id })}
          </Text>
          <Select
            label={text('console-studies-begin-with')}
            allowDeselect={false}
            data={[
              { value: '', label: text('console-studies-empty') },
              ...sound.map((one) => ({
                value: one.id,
                label: text('console-studies-copy-of', { name: nameIn(language, one, one.id) }),
              })),
            ]}
            value={from}
            onChange={(to) => setFrom(to ?? '')}
          />
          <Faults faults={faults} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('console-users-cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
              {text('console-studies-make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const BUDGET = 10

/** Returns a function that makes the least study that can be run: people, one option, points at even distances. */
function useTemplate(): () => Study {
  const said = useSaid()
  return () =>
    studyOf({
      question: said('console-studies-new-question'),
      currency: 'million VND',
      demand: [{ ...NEW_DEMAND, id: 'people', names: said('console-studies-source-places') }],
      option: [
        {
          ...NEW_OPTION,
          id: 'option',
          names: said('console-studies-new-option'),
          cost: 1,
          range_m: 1_000,
          assumed: true,
        },
      ],
      sites: { source: 'raster', step_m: 1_000 },
      limits: { budget: BUDGET },
      seconds: 10,
    })
}
