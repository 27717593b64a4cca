import { Button, Menu, Stack, Text, UnstyledButton } from '@mantine/core'
import { CircleAlert, Plus } from 'lucide'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { SCENE_KINDS, type SceneKind } from '../events/filter'
import classes from './Plan.module.css'

interface Row {
  id: string
  name: string
  about: string
  wrong: boolean
}

interface ListProps {
  label: string
  rows: readonly Row[]
  chosen: string
  none: string
  onChoose: (id: string) => void
}

/** What is drawn, by name; the chosen one is changed beside. */
export function ShapeList({ label, rows, chosen, none, onChoose }: ListProps) {
  const text = useText()
  if (rows.length === 0) return <Text c="dimmed">{none}</Text>
  return (
    <ul className={classes.list} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <UnstyledButton
            className={classes.row}
            aria-pressed={row.id === chosen}
            onClick={() => onChoose(row.id === chosen ? '' : row.id)}
          >
            <Text component="span" fw={650}>
              {row.name || text('console-cameras-nameless')}
            </Text>
            <Text component="span" size="sm">
              {row.about}
            </Text>
            {row.wrong && (
              <Text component="span" size="sm" className={classes.wrong}>
                <Icon of={CircleAlert} size={16} /> {text('console-cameras-to-correct')}
              </Text>
            )}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

/** Begins a scene of a kind. */
export function NewSceneMenu({ onNew }: { onNew: (kind: SceneKind) => void }) {
  const text = useText()
  return (
    <Stack align="flex-start">
      <Menu>
        <Menu.Target>
          <Button variant="light" leftSection={<Icon of={Plus} size={20} />}>
            {text('console-cameras-scene-new')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SCENE_KINDS.map((kind) => (
            <Menu.Item key={kind} onClick={() => onNew(kind)}>
              {text(`console-cameras-kind-${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  )
}
