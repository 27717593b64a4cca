import {
  Alert,
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CirclePlus, MapPin } from 'lucide'
import { type FormEvent, useMemo, useState } from 'react'
import { Link } from 'wouter'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useProblemText, useShowProblem } from '../app/problems'
import { useCity, useMay } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import { useAssets } from '../map/useAssets'
import { PlaceMatches } from '../places/PlaceMatches'
import { placesQuery } from '../places/queries'
import { Adopted } from './Adopted'
import classes from './DevicesPage.module.css'
import { Excerpt } from './Excerpt'
import { likelyKind, nearest } from './guess'
import { PositionMap } from './PositionMap'

type Field = keyof Api<'Adoption'>

interface Draft {
  kind: string
  name: string
  place: string
  lat: number | string
  lon: number | string
  powered_by: string
  connected_via: string
  source: string
}

/** What the pack must know of a device before it is one of the city's. */
export function AdoptForm({ device }: { device: Api<'UnknownDevice'> }) {
  const city = useCity()
  const text = useText()
  const client = useQueryClient()
  const { language } = useLanguage()
  const may = useMay('device.adopt')
  const show = useShowProblem()
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>(() => ({
    kind: likelyKind(device.channels, city.kinds),
    name: '',
    place: '',
    lat: '',
    lon: '',
    powered_by: '',
    connected_via: '',
    source: '',
  }))
  const edit = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const adopt = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/unknown-devices/{device}/adopt', {
          params: { path: { device: device.device } },
          body: { ...draft, lat: Number(draft.lat), lon: Number(draft.lon) },
        }),
      ),
    // The city has an asset more: everything that tells of it is out of date.
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
    onError: (error) => {
      if (!(error instanceof Problem) || error.faults.length === 0) show(error)
    },
  })
  const faults = adopt.error instanceof Problem ? adopt.error.faults : []
  const faultOf = (field: Field) => {
    const fault = faults.find(({ column }) => column === field)
    if (!fault) return null
    const { title, remedy } = say(
      new Problem(0, fault.key, { ...fault.fields, field: text(`console-adopt-${field}`) }),
    )
    return [title, remedy].filter(Boolean).join(' ')
  }
  const field = (name: Field) => ({
    label: text(`console-adopt-${name}`),
    error: faultOf(name),
    disabled: !may,
  })
  const missing = !draft.kind || !draft.name.trim() || !draft.place || draft.lat === '' || draft.lon === ''
  const others = faults.filter(({ column }) => !(column && column in draft))

  if (adopt.data) return <Adopted asset={adopt.data} device={device} />
  return (
    <form
      className={classes.page}
      noValidate
      aria-label={text('console-adopt', { device: device.device })}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (!missing) adopt.mutate()
      }}
    >
      <Button
        component={Link}
        href="/devices"
        variant="subtle"
        w="fit-content"
        leftSection={<Icon of={ArrowLeft} size={20} />}
      >
        {text('console-devices-back')}
      </Button>
      <div>
        <Title order={1} size="h2">
          {text('console-adopt', { device: device.device })}
        </Title>
        <Text c="dimmed">{text('console-adopt-hint')}</Text>
      </div>
      {others.length > 0 && (
        <Alert color="red" role="alert">
          {others.map((fault) => {
            const { title, remedy } = say(new Problem(0, fault.key, fault.fields))
            return <Text key={fault.key}>{`${title} ${remedy}`}</Text>
          })}
        </Alert>
      )}
      <Excerpt of={device.excerpt} />
      <div className={classes.columns}>
        <Stack>
          <Paper withBorder p="md" component="section" aria-label={text('console-adopt-what')}>
            <Title order={2} size="h4" mb="xs">
              {text('console-adopt-what')}
            </Title>
            <div className={classes.fields}>
              <Select
                {...field('kind')}
                description={text('console-adopt-kind-hint')}
                required
                searchable
                filter={foldedOptions}
                data={city.kinds
                  .filter((kind) => kind.is_device)
                  .map((kind) => ({ value: kind.id, label: nameIn(language, kind, kind.id) }))}
                value={draft.kind || null}
                onChange={(kind) => edit({ kind: kind ?? '' })}
              />
              <TextInput
                {...field('name')}
                description={text('console-adopt-name-hint')}
                required
                maxLength={200}
                value={draft.name}
                onChange={(event) => edit({ name: event.currentTarget.value })}
              />
              <TextInput
                {...field('source')}
                description={text('console-adopt-source-hint')}
                maxLength={200}
                value={draft.source}
                onChange={(event) => edit({ source: event.currentTarget.value })}
              />
            </div>
          </Paper>
          <Supply draft={draft} field={field} onEdit={edit} />
        </Stack>
        <Position draft={draft} field={field} onEdit={edit} />
      </div>
      {may ? (
        <Group>
          <Button
            type="submit"
            disabled={missing}
            loading={adopt.isPending}
            leftSection={<Icon of={CirclePlus} size={20} />}
          >
            {text('console-devices-adopt')}
          </Button>
          {missing && <Text size="sm">{text('console-adopt-missing')}</Text>}
        </Group>
      ) : (
        <Text role="note">{text('console-devices-only-look')}</Text>
      )}
    </form>
  )
}

interface PartProps {
  draft: Draft
  field: (name: Field) => { label: string; error: string | null; disabled: boolean }
  onEdit: (part: Partial<Draft>) => void
}

/** Where the device stands: a place by name or old address, then a point on the map or in figures. */
function Position({ draft, field, onEdit }: PartProps) {
  const text = useText()
  const { language } = useLanguage()
  const { data: places } = useQuery(placesQuery)
  const [typed, setTyped] = useState('')
  const place = places?.items.find((one) => one.id === draft.place)
  const choose = (id: string) => {
    const found = places?.items.find((one) => one.id === id)
    setTyped('')
    onEdit({ place: id, ...(found ? { lat: round(found.lat), lon: round(found.lon) } : {}) })
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-adopt-where')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-adopt-where')}
        </Title>
        {place && (
          <Group gap="xs" wrap="nowrap">
            <Icon of={MapPin} size={20} />
            <Text fw={600}>{nameIn(language, place)}</Text>
          </Group>
        )}
        <div>
          <TextInput
            {...field('place')}
            type="search"
            description={text('console-adopt-place-hint')}
            required={!place}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <PlaceMatches text={typed} onPlace={choose} />
        </div>
        <Text size="sm">{text('console-adopt-map-hint')}</Text>
        <PositionMap
          kind={draft.kind}
          place={draft.place}
          lat={draft.lat === '' ? Number.NaN : Number(draft.lat)}
          lon={draft.lon === '' ? Number.NaN : Number(draft.lon)}
          onPick={(lon, lat) => onEdit({ lon: round(lon), lat: round(lat) })}
        />
        <div className={classes.fields}>
          <NumberInput
            {...field('lat')}
            required
            hideControls
            decimalScale={6}
            min={-90}
            max={90}
            value={draft.lat}
            onChange={(lat) => onEdit({ lat })}
          />
          <NumberInput
            {...field('lon')}
            required
            hideControls
            decimalScale={6}
            min={-180}
            max={180}
            value={draft.lon}
            onChange={(lon) => onEdit({ lon })}
          />
        </div>
      </Stack>
    </Paper>
  )
}

/** What the device hangs on; the nearest ones first. */
function Supply({ draft, field, onEdit }: PartProps) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { data: assets } = useAssets()
  const { lat, lon } = draft
  const options = useMemo(() => {
    const groups = new Map(city.kinds.map((kind) => [kind.id, kind]))
    const near =
      lat === '' || lon === ''
        ? (assets ?? [])
        : nearest(assets ?? [], { lat: Number(lat), lon: Number(lon) })
    const of = (wanted: string, devices: boolean) =>
      near
        .filter(({ kind }) => groups.get(kind)?.group === wanted && groups.get(kind)?.is_device === devices)
        .map((one) => ({
          value: one.id,
          label: `${one.name} · ${nameIn(language, groups.get(one.kind) ?? {}, one.kind)}`,
        }))
    // Power comes from substations and transformers, not from the meters at them.
    return { power: of('power', false), network: of('network', true) }
  }, [assets, city, lat, lon, language])
  const select = {
    searchable: true,
    clearable: true,
    filter: foldedOptions,
    placeholder: text('console-adopt-unknown'),
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-adopt-supply')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-adopt-supply')}
      </Title>
      <div className={classes.fields}>
        <Select
          {...field('powered_by')}
          {...select}
          description={text('console-adopt-near-hint')}
          data={options.power}
          value={draft.powered_by || null}
          onChange={(value) => onEdit({ powered_by: value ?? '' })}
        />
        <Select
          {...field('connected_via')}
          {...select}
          description={text('console-adopt-near-hint')}
          data={options.network}
          value={draft.connected_via || null}
          onChange={(value) => onEdit({ connected_via: value ?? '' })}
        />
      </div>
    </Paper>
  )
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
