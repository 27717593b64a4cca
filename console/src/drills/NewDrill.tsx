import { MultiSelect, Paper, SegmentedControl, Select, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Severity } from '../api/types'
import { useSession } from '../app/session'
import { useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import { SEVERITIES } from '../incidents/filter'
import { workersQuery } from '../incidents/queries'
import { useDraft } from '../incidents/useDraft'
import { foldedOptions } from '../map/options'
import { useAssets } from '../map/useAssets'
import { usePlaceOptions } from '../places/usePlaceOptions'
import { playbooksQuery } from '../playbooks/queries'
import { useDrillActs } from './useDrillActs'

interface Props {
  /** The playbook that is chosen at first; "" for none. */
  playbook: string
  onDone: () => void
}

const LONGEST_NAME = 200
const LONGEST = 4_000
/** So many assets are listed at once; a city has thousands. */
const LISTED = 50

/** Asks what is exercised, where, and by whom; whoever begins a drill leads it. */
export function NewDrill({ playbook: first, onDone }: Props) {
  const text = useText()
  const { user } = useSession()
  const [, go] = useLocation()
  const { begin } = useDrillActs()
  const { data: playbooks } = useQuery(playbooksQuery)
  const places = usePlaceOptions()
  const { data: workers } = useQuery(workersQuery)
  const { data: assets } = useAssets()
  const [playbook, setPlaybook] = useState(first)
  const [name, setName] = useDraft('new-drill.name')
  const [scenario, setScenario] = useDraft('new-drill.scenario')
  const [severity, setSeverity] = useState<Severity>('major')
  const [at, setAt] = useState<'place' | 'asset'>('place')
  const [place, setPlace] = useState('')
  const [asset, setAsset] = useState('')
  const [participants, setParticipants] = useState<string[]>([])
  const where = at === 'place' ? { place, asset: '' } : { place: '', asset }
  const send = () =>
    begin.mutate(
      { playbook, name: name.trim(), scenario: scenario.trim(), severity, ...where, participants },
      {
        onSuccess: ({ id }) => {
          setName('')
          setScenario('')
          go(`/drills/${id}`)
        },
      },
    )
  const title = text('console-drills-new')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <ActForm
        label={text('console-drills-begin')}
        busy={begin.isPending}
        ready={playbook !== '' && (where.place || where.asset) !== ''}
        onSend={send}
        onCancel={onDone}
      >
        <Text size="sm">{text('console-drills-new-hint')}</Text>
        <Select
          label={text('console-drills-playbook')}
          required
          data={playbooks?.items.map((one) => ({ value: one.id, label: one.name })) ?? []}
          value={playbook || null}
          filter={foldedOptions}
          searchable
          onChange={(value) => setPlaybook(value ?? '')}
        />
        <TextInput
          label={text('console-drills-name')}
          description={text('console-drills-name-hint')}
          maxLength={LONGEST_NAME}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={text('console-drills-scenario')}
          description={text('console-drills-scenario-hint')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={LONGEST}
          value={scenario}
          onChange={(event) => setScenario(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={text('console-incidents-severity')}
          data={SEVERITIES.map((one) => ({ value: one, label: text(`console-severity-${one}`) }))}
          value={severity}
          onChange={(value) => setSeverity(SEVERITIES.find((one) => one === value) ?? severity)}
        />
        <SegmentedControl
          aria-label={text('console-incidents-where')}
          data={(['place', 'asset'] as const).map((one) => ({
            value: one,
            label: text(`console-drills-at-${one}`),
          }))}
          value={at}
          onChange={(value) => setAt(value === 'asset' ? 'asset' : 'place')}
        />
        {at === 'place' ? (
          <Select
            label={text('console-drills-at-place')}
            required
            data={places}
            value={place || null}
            filter={foldedOptions}
            searchable
            nothingFoundMessage={text('console-nothing-found')}
            onChange={(value) => setPlace(value ?? '')}
          />
        ) : (
          <Select
            label={text('console-drills-at-asset')}
            required
            data={assets?.map((one) => ({ value: one.id, label: one.name })) ?? []}
            value={asset || null}
            filter={foldedOptions}
            limit={LISTED}
            searchable
            nothingFoundMessage={text('console-list-empty')}
            onChange={(value) => setAsset(value ?? '')}
          />
        )}
        <MultiSelect
          label={text('console-drills-participants')}
          description={text('console-drills-participants-hint')}
          data={
            workers?.people
              .filter(({ id }) => id !== user.id)
              .map(({ id, name: called }) => ({ value: id, label: called })) ?? []
          }
          value={participants}
          filter={foldedOptions}
          onChange={setParticipants}
          searchable
          clearable
        />
      </ActForm>
    </Paper>
  )
}
