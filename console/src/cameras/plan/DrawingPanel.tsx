import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Check, CircleAlert, Eraser, Redo2, Spline, SquareDashed, Trash2, Undo2 } from 'lucide'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import type { LiveView } from '../live/useLivePictures'
import { PictureBox } from '../PictureBox'
import { Drawing } from './Drawing'
import { inserted, type Point, without } from './geometry'
import type { Shape } from './Overlay'
import classes from './Plan.module.css'
import { ready } from './scenes'

interface Props {
  detail: Api<'CameraDetail'>
  live: LiveView
  shapes: readonly Shape[]
  chosen: Shape | undefined
  /** What is wrong with the chosen shape, in words. */
  wrong: string | null
  undo: (() => void) | null
  redo: (() => void) | null
  onChoose: (id: string) => void
  onPoints: (points: Point[], mark: string) => void
}

/** The picture that is drawn into, and what can be done to the chosen shape. A shape without points is drawn at once. */
export function DrawingPanel(props: Props) {
  const { detail, live, shapes, chosen, wrong, undo, redo, onChoose, onPoints } = props
  const text = useText()
  const [drawing, setDrawing] = useState('')
  const [active, setActive] = useState<number | null>(null)
  const { camera } = detail
  const points = chosen?.points ?? []
  const adding = chosen !== undefined && (points.length === 0 || drawing === chosen.id)
  const at = active !== null && active < points.length ? active : null
  const begin = () => {
    if (!chosen) return
    onPoints([], '')
    setDrawing(chosen.id)
    setActive(null)
  }
  const choose = (id: string) => {
    setDrawing('')
    setActive(null)
    onChoose(id)
  }
  const draw = (to: Point[], mark: string) => {
    // The first point of a shape begins its drawing, which goes on until it is ended.
    if (chosen && points.length === 0 && to.length === 1) setDrawing(chosen.id)
    onPoints(to, mark)
  }
  return (
    <Stack gap="xs" className={classes.picture}>
      <PictureBox
        camera={camera.id}
        name={camera.name}
        pictures={live.pictures}
        width={detail.width}
        height={detail.height}
      >
        {(aspect) => (
          <Drawing
            shapes={shapes}
            chosen={chosen}
            aspect={aspect}
            adding={adding}
            active={at}
            onActive={setActive}
            onChoose={choose}
            onPoints={draw}
            onDone={() => setDrawing('')}
          />
        )}
      </PictureBox>
      {wrong && !adding && <Alert color="red" role="alert" icon={<Icon of={CircleAlert} />} title={wrong} />}
      <Text size="sm" role="status">
        {text(
          !chosen
            ? 'console-cameras-draw-choose'
            : adding
              ? chosen.line
                ? 'console-cameras-draw-line'
                : 'console-cameras-draw-polygon'
              : 'console-cameras-draw-move',
        )}
      </Text>
      <Group gap="xs">
        {adding && points.length === 0 && (
          <Button
            variant="light"
            leftSection={<Icon of={SquareDashed} size={20} />}
            onClick={() => {
              onPoints(ready(chosen.line), '')
              setDrawing('')
            }}
          >
            {text('console-cameras-draw-ready')}
          </Button>
        )}
        {adding && points.length > 0 && (
          <Button leftSection={<Icon of={Check} size={20} />} onClick={() => setDrawing('')}>
            {text('console-cameras-draw-done')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<Icon of={Undo2} size={20} />}
          disabled={!undo}
          onClick={() => undo?.()}
        >
          {text('console-cameras-draw-undo')}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon of={Redo2} size={20} />}
          disabled={!redo}
          onClick={() => redo?.()}
        >
          {text('console-cameras-draw-redo')}
        </Button>
        {chosen && !adding && (
          <>
            <Button
              variant="default"
              leftSection={<Icon of={Spline} size={20} />}
              onClick={() => {
                const after = at ?? points.length - 1
                onPoints(inserted(points, after, !chosen.line), '')
                setActive(after + 1)
              }}
            >
              {text('console-cameras-draw-add')}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon of={Trash2} size={20} />}
              disabled={at === null}
              onClick={() => {
                if (at === null) return
                onPoints(without(points, at), '')
                setActive(Math.max(0, at - 1))
              }}
            >
              {text('console-cameras-draw-remove')}
            </Button>
            <Button variant="default" leftSection={<Icon of={Eraser} size={20} />} onClick={begin}>
              {text('console-cameras-draw-anew')}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  )
}
