import { Paper, Stack, Text, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Problem } from '../../api/problem'
import type { Api } from '../../api/types'
import { useText } from '../../i18n/text'
import type { LiveView } from '../live/useLivePictures'
import { DrawingPanel } from './DrawingPanel'
import type { Point } from './geometry'
import { shapeOfScene, shapeOfZone } from './Overlay'
import classes from './Plan.module.css'
import { SaveBar } from './SaveBar'
import { SceneForm } from './SceneForm'
import { NewSceneMenu, ShapeList } from './SceneList'
import { newScene, placed, type Scene, wrongScene } from './scenes'
import { SCENES, usePlanChange } from './usePlanChange'
import { usePlanDraft } from './usePlanDraft'
import { useWrongText } from './useWords'

interface Props {
  detail: Api<'CameraDetail'>
  live: LiveView
}

/** Draws what is watched in a camera's picture, and says what each scene watches for. */
export function ScenesEditor({ detail, live }: Props) {
  const text = useText()
  const say = useWrongText()
  const { saving, faults, forgetFaults } = usePlanChange(detail, SCENES)
  const draft = usePlanDraft(`camera.${detail.camera.id}.scenes`, SCENES.of(detail), saving.isPending)
  const scenes = draft.words
  const [chosenId, choose] = useState('')
  const chosen = scenes.find(({ id }) => id === chosenId)

  const wrong = useMemo(() => {
    const found = new Map(scenes.map((scene) => [scene.id, new Map<string, string>()]))
    const ids = scenes.map(({ id }) => id)
    const others: string[] = []
    for (const fault of faults) {
      const at = placed(fault.column ?? '', ids, 'scene')
      const said = say({ key: fault.key, fields: fault.fields ?? {} })
      if (at) found.get(at.id)?.set(at.field, said)
      else others.push(said)
    }
    for (const scene of scenes)
      for (const one of wrongScene(scene)) found.get(scene.id)?.set(one.field, say(one))
    return { found, others }
  }, [scenes, faults, say])
  const wrongOf = (id: string) => wrong.found.get(id) ?? new Map<string, string>()
  const local = scenes.filter((scene) => wrongScene(scene).length > 0).length

  const toFault = (error: unknown) => {
    const ids = scenes.map(({ id }) => id)
    const at =
      error instanceof Problem &&
      error.faults.map((one) => placed(one.column ?? '', ids, 'scene')).find(Boolean)
    if (at) choose(at.id)
  }
  const edit = (to: Scene[], mark = '') => {
    // What the platform refused was of the plan as it was then.
    forgetFaults()
    draft.edit(to, mark)
  }
  const put = (scene: Scene, mark: string) =>
    edit(
      scenes.map((one) => (one.id === scene.id ? scene : one)),
      mark,
    )
  const points = (to: Point[], mark: string) => chosen && put({ ...chosen, points: to }, mark)
  const shapes = [
    ...detail.zones.map((zone) => shapeOfZone(zone)),
    ...scenes.map((scene) => ({ ...shapeOfScene(scene), wrong: wrongOf(scene.id).has('points') })),
  ]
  return (
    <div className={classes.columns}>
      <DrawingPanel
        detail={detail}
        live={live}
        shapes={shapes}
        chosen={chosen && shapeOfScene(chosen)}
        wrong={chosen ? (wrongOf(chosen.id).get('points') ?? null) : null}
        undo={draft.undo}
        redo={draft.redo}
        onChoose={(id) => scenes.some((scene) => scene.id === id) && choose(id)}
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
            saving.mutate(
              { words: scenes, base: draft.base },
              { onSuccess: () => draft.forget(), onError: toFault },
            )
          }
          onForget={draft.forget}
          onGoOn={draft.goOn}
        />
        <Paper withBorder p="md" component="section" aria-label={text('console-cameras-scenes')}>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {text('console-cameras-scenes')}
            </Title>
            <ShapeList
              label={text('console-cameras-scenes')}
              none={text('console-cameras-scenes-none')}
              rows={scenes.map((scene) => ({
                id: scene.id,
                name: scene.name,
                about: [
                  text(`console-cameras-kind-${scene.kind}`),
                  scene.enabled ? '' : text('console-cameras-scene-off'),
                ]
                  .filter(Boolean)
                  .join(' · '),
                wrong: wrongOf(scene.id).size > 0,
              }))}
              chosen={chosenId}
              onChoose={choose}
            />
            <NewSceneMenu
              onNew={(kind) => {
                const made = newScene(
                  kind,
                  text(`console-cameras-kind-${kind}`),
                  [...detail.scenes, ...scenes].map(({ id }) => id),
                )
                edit([...scenes, made])
                choose(made.id)
              }}
            />
          </Stack>
        </Paper>
        {chosen ? (
          <Paper withBorder p="md" component="section" aria-label={chosen.name}>
            <SceneForm
              key={chosen.id}
              scene={chosen}
              wrong={(field) => wrongOf(chosen.id).get(field) ?? null}
              onChange={put}
              onRemove={() => {
                edit(scenes.filter(({ id }) => id !== chosen.id))
                choose('')
              }}
            />
          </Paper>
        ) : (
          <Text c="dimmed">{text('console-cameras-scene-choose')}</Text>
        )}
      </Stack>
    </div>
  )
}
