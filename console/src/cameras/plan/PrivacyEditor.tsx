import { Alert, Button, NumberInput, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { Plus, ShieldCheck, Trash2 } from 'lucide'
import { useMemo, useState } from 'react'
import { Problem } from '../../api/problem'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { LANGUAGES, NAMES_OF_LANGUAGES } from '../../i18n/languages'
import { useText } from '../../i18n/text'
import type { LiveView } from '../live/useLivePictures'
import { DrawingPanel } from './DrawingPanel'
import type { Point } from './geometry'
import { shapeOfZone } from './Overlay'
import classes from './Plan.module.css'
import { SaveBar } from './SaveBar'
import { ShapeList } from './SceneList'
import { freeId, placed, wrongZone, type Zone } from './scenes'
import { PRIVACY, type Privacy, usePlanChange } from './usePlanChange'
import { usePlanDraft } from './usePlanDraft'
import { useWrongText } from './useWords'

const LONGEST_DAYS = 3_650
const LONGEST_PURPOSE = 500

interface Props {
  detail: Api<'CameraDetail'>
  live: LiveView
}

/** Draws what nobody ever sees of a camera's picture, and says what clips are kept for and how long. */
export function PrivacyEditor({ detail, live }: Props) {
  const text = useText()
  const say = useWrongText()
  const { saving, faults, forgetFaults } = usePlanChange(detail, PRIVACY)
  const now = useMemo(() => PRIVACY.of(detail), [detail])
  const draft = usePlanDraft(`camera.${detail.camera.id}.privacy`, now, saving.isPending)
  const { words } = draft
  const { zones } = words
  const [chosenId, choose] = useState('')
  const chosen = zones.find(({ id }) => id === chosenId)

  const wrong = useMemo(() => {
    const found = new Map(zones.map((zone) => [zone.id, new Map<string, string>()]))
    const ids = zones.map(({ id }) => id)
    const others: string[] = []
    for (const fault of faults) {
      const at = placed(fault.column ?? '', ids, 'zone')
      const said = say({ key: fault.key, fields: fault.fields ?? {} })
      if (at) found.get(at.id)?.set(at.field, said)
      else others.push(said)
    }
    for (const zone of zones) for (const one of wrongZone(zone)) found.get(zone.id)?.set(one.field, say(one))
    return { found, others }
  }, [zones, faults, say])
  const wrongOf = (id: string) => wrong.found.get(id) ?? new Map<string, string>()
  const days = words.retention_days >= 1 && words.retention_days <= LONGEST_DAYS
  const local = zones.filter((zone) => wrongZone(zone).length > 0).length + (days ? 0 : 1)

  const toFault = (error: unknown) => {
    const ids = zones.map(({ id }) => id)
    const at =
      error instanceof Problem &&
      error.faults.map((one) => placed(one.column ?? '', ids, 'zone')).find(Boolean)
    if (at) choose(at.id)
  }
  const edit = (part: Partial<Privacy>, mark = '') => {
    forgetFaults()
    draft.edit({ ...words, ...part }, mark)
  }
  const put = (zone: Zone, mark: string) =>
    edit({ zones: zones.map((one) => (one.id === zone.id ? zone : one)) }, mark)
  const points = (to: Point[], mark: string) => chosen && put({ ...chosen, points: to }, mark)
  return (
    <div className={classes.columns}>
      <DrawingPanel
        detail={detail}
        live={live}
        shapes={zones.map((zone) => ({ ...shapeOfZone(zone), wrong: wrongOf(zone.id).has('points') }))}
        chosen={chosen && shapeOfZone(chosen)}
        wrong={chosen ? (wrongOf(chosen.id).get('points') ?? null) : null}
        undo={draft.undo}
        redo={draft.redo}
        onChoose={choose}
        onPoints={points}
      />
      <Stack gap="md">
        <SaveBar
          own={draft.own}
          newer={draft.newer}
          busy={saving.isPending}
          wrong={local}
          others={wrong.others}
          onSave={() =>
            saving.mutate({ words, base: draft.base }, { onSuccess: () => draft.forget(), onError: toFault })
          }
          onForget={draft.forget}
          onGoOn={draft.goOn}
        />
        <Paper withBorder p="md" component="section" aria-label={text('console-cameras-zones')}>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {text('console-cameras-zones')}
            </Title>
            <Text size="sm">{text('console-cameras-zones-hint')}</Text>
            <ShapeList
              label={text('console-cameras-zones')}
              none={text('console-cameras-zones-none')}
              rows={zones.map((zone) => ({
                id: zone.id,
                name: zone.name,
                about: text('console-cameras-zone-points', { count: zone.points.length }),
                wrong: wrongOf(zone.id).size > 0,
              }))}
              chosen={chosenId}
              onChoose={choose}
            />
            <Button
              variant="light"
              w="fit-content"
              leftSection={<Icon of={Plus} size={20} />}
              onClick={() => {
                const taken = [...detail.zones, ...zones].map(({ id }) => id)
                const made: Zone = {
                  id: freeId('zone', taken),
                  name: text('console-cameras-zone-name-new', { number: zones.length + 1 }),
                  points: [],
                }
                edit({ zones: [...zones, made] })
                choose(made.id)
              }}
            >
              {text('console-cameras-zone-new')}
            </Button>
            {chosen && (
              <>
                <TextInput
                  label={text('console-cameras-zone-name')}
                  required
                  maxLength={80}
                  value={chosen.name}
                  error={wrongOf(chosen.id).get('name')}
                  onChange={(event) =>
                    put({ ...chosen, name: event.currentTarget.value }, `${chosen.id} name`)
                  }
                />
                <Button
                  variant="default"
                  w="fit-content"
                  leftSection={<Icon of={Trash2} size={20} />}
                  onClick={() => {
                    edit({ zones: zones.filter(({ id }) => id !== chosen.id) })
                    choose('')
                  }}
                >
                  {text('console-cameras-zone-remove')}
                </Button>
              </>
            )}
          </Stack>
        </Paper>
        <Paper withBorder p="md" component="section" aria-label={text('console-cameras-keeping')}>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {text('console-cameras-keeping')}
            </Title>
            <NumberInput
              label={text('console-cameras-retention')}
              description={text('console-cameras-retention-hint')}
              hideControls
              required
              min={1}
              max={LONGEST_DAYS}
              allowDecimal={false}
              value={words.retention_days}
              error={days ? null : text('console-cameras-retention-wrong', { most: LONGEST_DAYS })}
              onChange={(value) => edit({ retention_days: Number(value) || 0 }, 'retention')}
            />
            {LANGUAGES.map((language) => (
              <Textarea
                key={language}
                label={text('console-cameras-purpose', { language: NAMES_OF_LANGUAGES[language] })}
                lang={language}
                autosize
                minRows={2}
                maxRows={6}
                maxLength={LONGEST_PURPOSE}
                value={words.purpose[language] ?? ''}
                onChange={(event) =>
                  edit(
                    { purpose: { ...words.purpose, [language]: event.currentTarget.value } },
                    `purpose ${language}`,
                  )
                }
              />
            ))}
            <Alert color="gray" icon={<Icon of={ShieldCheck} />} title={text('console-cameras-originals')}>
              {detail.original
                ? text('console-cameras-originals-kept', {
                    days: detail.original_days,
                    purpose: detail.original_purpose,
                  })
                : text('console-cameras-originals-none')}
            </Alert>
          </Stack>
        </Paper>
      </Stack>
    </div>
  )
}
