import { Button, Chip, Group, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { Trash2 } from 'lucide'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { Choices } from '../events/Finer'
import { SCENE_KINDS, type SceneKind } from '../events/filter'
import { HoursFields } from './HoursFields'
import classes from './Plan.module.css'
import { asKind, DIRECTIONS, hasDirection, labelsOf, needsDwell, type Scene, SEVERITIES } from './scenes'

interface Props {
  scene: Scene
  /** What is wrong with a field, in words. */
  wrong: (field: string) => string | null
  /** Changes in a row with the same mark are one step. */
  onChange: (scene: Scene, mark: string) => void
  onRemove: () => void
}

/** What a scene watches for. */
export function SceneForm({ scene, wrong, onChange, onRemove }: Props) {
  const text = useText()
  const put = (part: Partial<Scene>, mark = '') =>
    onChange({ ...scene, ...part }, mark && `${scene.id} ${mark}`)
  const labels = labelsOf(scene.kind)
  const directions = scene.kind === 'wrong_way' ? DIRECTIONS.slice(0, 2) : DIRECTIONS
  return (
    <Stack gap="sm">
      <TextInput
        label={text('console-cameras-scene-name')}
        required
        maxLength={80}
        value={scene.name}
        error={wrong('name')}
        onChange={(event) => put({ name: event.currentTarget.value }, 'name')}
      />
      <Select
        label={text('console-cameras-scene-kind')}
        data={SCENE_KINDS.map((kind) => ({ value: kind, label: text(`console-cameras-kind-${kind}`) }))}
        value={scene.kind}
        error={wrong('kind')}
        allowDeselect={false}
        onChange={(kind) => onChange(asKind(scene, (kind ?? scene.kind) as SceneKind), '')}
      />
      <Switch
        label={text('console-cameras-scene-enabled')}
        checked={scene.enabled}
        onChange={(event) => put({ enabled: event.currentTarget.checked })}
      />
      <Select
        label={text('console-incidents-severity')}
        data={SEVERITIES.map((one) => ({ value: one, label: text(`console-severity-${one}`) }))}
        value={scene.severity}
        error={wrong('severity')}
        allowDeselect={false}
        onChange={(severity) =>
          put({ severity: SEVERITIES.find((one) => one === severity) ?? scene.severity })
        }
      />
      {labels.length > 0 && (
        <div>
          <div className={classes.label}>{text('console-cameras-scene-labels')}</div>
          <Choices
            label={text('console-cameras-scene-labels')}
            all={labels}
            chosen={scene.labels}
            say={(label) => text(`console-cameras-label-${label}`)}
            onChange={(chosen) => put({ labels: [...chosen] })}
          />
          <Text size="sm" c="dimmed" mt={4}>
            {text('console-cameras-scene-labels-hint')}
          </Text>
          {wrong('labels') && <Text c="var(--mantine-color-error)">{wrong('labels')}</Text>}
        </div>
      )}
      {hasDirection(scene.kind) && (
        <div>
          <div className={classes.label}>{text(`console-cameras-direction-of-${scene.kind}`)}</div>
          <Group gap="xs" role="radiogroup" aria-label={text(`console-cameras-direction-of-${scene.kind}`)}>
            {directions.map((one) => (
              <Chip
                key={one}
                type="radio"
                checked={scene.direction === one}
                onChange={() => put({ direction: one })}
              >
                {text(`console-cameras-direction-${one}`)}
              </Chip>
            ))}
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {text('console-cameras-direction-hint')}
          </Text>
          {wrong('direction') && <Text c="var(--mantine-color-error)">{wrong('direction')}</Text>}
        </div>
      )}
      <NumberInput
        label={text('console-cameras-scene-dwell')}
        description={text(
          needsDwell(scene.kind) ? 'console-cameras-scene-dwell-needed' : 'console-cameras-scene-dwell-hint',
        )}
        hideControls
        min={0}
        max={86_400}
        decimalScale={1}
        value={scene.dwell_s}
        error={wrong('dwell_s')}
        onChange={(value) => put({ dwell_s: Number(value) || 0 }, 'dwell_s')}
      />
      {scene.kind === 'crowd' && (
        <NumberInput
          label={text('console-cameras-scene-limit')}
          hideControls
          min={2}
          max={10_000}
          allowDecimal={false}
          value={scene.limit}
          error={wrong('limit')}
          onChange={(value) => put({ limit: Number(value) || 0 }, 'limit')}
        />
      )}
      <HoursFields hours={scene.hours} wrong={wrong} onChange={(hours, mark) => put({ hours }, mark)} />
      <Button
        variant="default"
        w="fit-content"
        leftSection={<Icon of={Trash2} size={20} />}
        onClick={onRemove}
      >
        {text('console-cameras-scene-remove')}
      </Button>
    </Stack>
  )
}
