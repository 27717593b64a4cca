import { ActionIcon, Alert, Button, Group, Menu, NumberInput, Stack, Text } from '@mantine/core'
import { Check, Pencil, Plus, Trash2, Undo2 } from 'lucide'
import { Icon } from '../../app/Icon'
import { crossesItself } from '../../cameras/plan/geometry'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useText } from '../../i18n/text'
import { AREA_USES, type Area, type AreaUse, changed, type LatLon } from '../study'
import { Choice, WordsField } from './fields'
import { useForm } from './form'
import { Part } from './Part'
import classes from './Studio.module.css'
import type { AreaDrawing } from './useDrawing'

const keyOf = (use: AreaUse) => `console-studies-area-${use.replace('_', '-')}`

/** Areas that are drawn on the map, or written down corner by corner. */
export function AreasPart({ drawing }: { drawing: AreaDrawing }) {
  const text = useText()
  const { study, fixed } = useForm()
  return (
    <>
      <Text size="sm" c="dimmed">
        {text('console-studies-areas-hint')}
      </Text>
      {study.area.length > 0 && (
        <ul className={classes.parts}>
          {study.area.map((area, at) => (
            <One key={area.id} area={area} at={at} drawing={drawing} />
          ))}
        </ul>
      )}
      {!fixed && !drawing.adding && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<Icon of={Plus} size={20} />}>
              {text('console-studies-draw-area')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {AREA_USES.map((use) => (
              <Menu.Item key={use} onClick={() => drawing.begin(use)}>
                <Text fw={600}>{text(keyOf(use))}</Text>
                <Text size="sm">{text(`${keyOf(use)}-hint`)}</Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}

function One({ area, at, drawing }: { area: Area; at: number; drawing: AreaDrawing }) {
  const text = useText()
  const { language } = useLanguage()
  const { study, edit, fixed, faultOf } = useForm()
  const put = (part: Partial<Area>, path = '') => edit({ area: changed(study.area, at, part) }, path)
  const own = drawing.area?.id === area.id
  const crossed = area.points.length > 3 && crossesItself(area.points)
  const wrong = faultOf(`area.${at}.points`) ?? (crossed ? text('console-studies-area-crossed') : null)
  return (
    <Part
      name={nameIn(language, area, area.id)}
      about={text('console-studies-area-about', {
        use: text(keyOf(area.use)),
        count: area.points.length,
      })}
      onDelete={() => drawing.remove(area.id)}
      head={
        <>
          {wrong && (
            <Alert color="red" role="alert" p="xs">
              {wrong}
            </Alert>
          )}
          {!fixed && !drawing.adding && (
            <Button
              variant={own ? 'light' : 'default'}
              aria-pressed={own}
              leftSection={<Icon of={Pencil} size={20} />}
              onClick={() => drawing.choose(own ? '' : area.id)}
            >
              {text('console-studies-area-change')}
            </Button>
          )}
        </>
      }
    >
      <WordsField
        path={`area.${at}.names`}
        label={text('console-studies-field-names')}
        value={area.names}
        onChange={(names, path) => put({ names }, path)}
      />
      <Choice
        path={`area.${at}.use`}
        label={text('console-studies-field-use')}
        value={area.use}
        choices={AREA_USES}
        said={(use) => text(keyOf(use))}
        onChange={(use) => put({ use })}
      />
      <Corners area={area} onPoints={(points, path) => put({ points }, path)} />
    </Part>
  )
}

interface CornersProps {
  area: Area
  onPoints: (points: LatLon[], path: string) => void
}

/** The corners as numbers: what a hand draws on the map, for who has the figures or no hand free. */
function Corners({ area, onPoints }: CornersProps) {
  const text = useText()
  const { fixed, settle } = useForm()
  const { points } = area
  const move = (at: number, axis: 0 | 1, to: number | string) => {
    if (typeof to !== 'number' || Math.abs(to) > (axis === 0 ? 90 : 180)) return
    const moved = points.map((one, index): LatLon => {
      if (index !== at) return one
      return axis === 0 ? [to, one[1]] : [one[0], to]
    })
    onPoints(moved, `${area.id} corner ${at}`)
  }
  return (
    <Stack gap={4} component="fieldset" className={classes.corners}>
      <Text component="legend" size="sm" fw={500}>
        {text('console-studies-corners')}
      </Text>
      {points.map((point, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place in the row alone
        <Group key={at} gap="xs" wrap="nowrap">
          {([0, 1] as const).map((axis) => (
            <NumberInput
              key={axis}
              className={classes.grow}
              aria-label={text(axis === 0 ? 'console-studies-lat-of' : 'console-studies-lon-of', {
                number: at + 1,
              })}
              value={point[axis]}
              decimalScale={6}
              hideControls
              disabled={fixed}
              onBlur={settle}
              onChange={(to) => move(at, axis, to)}
            />
          ))}
          {!fixed && (
            <ActionIcon
              color="gray"
              aria-label={text('console-studies-corner-remove', { number: at + 1 })}
              onClick={() =>
                onPoints(
                  points.filter((_, index) => index !== at),
                  '',
                )
              }
            >
              <Icon of={Trash2} size={20} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!fixed && (
        <Button
          variant="default"
          leftSection={<Icon of={Plus} size={20} />}
          onClick={() => onPoints([...points, next(points)], '')}
        >
          {text('console-studies-corner-add')}
        </Button>
      )}
    </Stack>
  )
}

/** Where another corner begins: between the last and the first, a little outside where there are few. */
function next(points: readonly LatLon[]): LatLon {
  const [lat, lon] = points.at(-1) ?? [0, 0]
  const [first] = points
  if (!first || points.length < 3) return [lat + 0.01, lon + 0.01 * points.length]
  return [(first[0] + lat) / 2, (first[1] + lon) / 2]
}

/** What can be done while a touch of the map adds a corner. */
export function DrawBar({ drawing }: { drawing: AreaDrawing }) {
  const text = useText()
  if (!drawing.area) return null
  const count = drawing.area.points.length
  return (
    <fieldset className={classes.drawBar} aria-label={text('console-studies-drawing')}>
      <Text size="sm" role="status">
        {drawing.adding ? text('console-studies-draw-hint', { count }) : text('console-studies-move-hint')}
      </Text>
      <Group gap="xs">
        {drawing.adding ? (
          <Button
            variant="default"
            leftSection={<Icon of={Undo2} size={20} />}
            disabled={count === 0}
            onClick={drawing.back}
          >
            {text('console-studies-corner-back')}
          </Button>
        ) : (
          <Button variant="default" leftSection={<Icon of={Plus} size={20} />} onClick={drawing.grow}>
            {text('console-studies-corner-more')}
          </Button>
        )}
        <Button leftSection={<Icon of={Check} size={20} />} onClick={drawing.done}>
          {text('console-studies-draw-done')}
        </Button>
      </Group>
    </fieldset>
  )
}
