import {
  ActionIcon,
  Button,
  Collapse,
  Group,
  MultiSelect,
  SegmentedControl,
  Text,
  Title,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronLeft, ChevronRight, Keyboard, ListChecks, Maximize, Minimize, ScanSearch } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { foldedOptions } from '../../map/options'
import type { Camera } from '../phases'
import { LAYOUTS, stepped, type Wall, withLayout } from './address'
import type { useFullScreen } from './useFullScreen'
import classes from './Wall.module.css'

interface Props {
  wall: Wall
  cameras: readonly Camera[]
  page: number
  pages: number
  full: ReturnType<typeof useFullScreen>
  onChange: (wall: Wall) => void
  onKeys: () => void
}

/** What the wall shows: how many cameras at once, which ones, which page of them. */
export function WallBar({ wall, cameras, page, pages, full, onChange, onKeys }: Props) {
  const text = useText()
  const [choosing, { toggle }] = useDisclosure(wall.chosen.length > 0)
  return (
    <>
      <div className={classes.bar}>
        <Title order={1} size="h3">
          {text('console-cameras')}
        </Title>
        <SegmentedControl
          aria-label={text('console-cameras-layout')}
          data={LAYOUTS.map((layout) => ({
            value: String(layout),
            label: text('console-cameras-layout-of', { count: layout }),
          }))}
          value={String(wall.layout)}
          onChange={(value) =>
            onChange(withLayout(wall, LAYOUTS.find((one) => String(one) === value) ?? wall.layout))
          }
        />
        <Button
          variant={wall.chosen.length > 0 ? 'light' : 'default'}
          leftSection={<Icon of={ListChecks} size={20} />}
          aria-expanded={choosing}
          onClick={toggle}
        >
          {text('console-cameras-choose', { count: wall.chosen.length })}
        </Button>
        {pages > 1 && (
          <Group gap={0} wrap="nowrap">
            <ActionIcon
              color="gray"
              aria-label={text('console-cameras-page-before')}
              onClick={() => onChange({ ...wall, page: stepped(page, pages, -1) })}
            >
              <Icon of={ChevronLeft} />
            </ActionIcon>
            <Text size="sm" role="status">
              {text('console-cameras-page', { page: page + 1, pages })}
            </Text>
            <ActionIcon
              color="gray"
              aria-label={text('console-cameras-page-next')}
              onClick={() => onChange({ ...wall, page: stepped(page, pages, 1) })}
            >
              <Icon of={ChevronRight} />
            </ActionIcon>
          </Group>
        )}
        <Group gap={0} wrap="nowrap">
          <Button
            component={Link}
            href="/camera-events"
            variant="subtle"
            leftSection={<Icon of={ScanSearch} size={20} />}
          >
            {text('console-cameras-events')}
          </Button>
          <ActionIcon color="gray" aria-label={text('console-incidents-keys')} onClick={onKeys}>
            <Icon of={Keyboard} />
          </ActionIcon>
          {full.possible && (
            <ActionIcon
              color="gray"
              aria-pressed={full.full}
              aria-keyshortcuts="F"
              aria-label={text('console-cameras-full')}
              onClick={full.toggle}
            >
              <Icon of={full.full ? Minimize : Maximize} />
            </ActionIcon>
          )}
        </Group>
      </div>
      <Collapse expanded={choosing}>
        <MultiSelect
          p="xs"
          label={text('console-cameras-chosen')}
          placeholder={wall.chosen.length === 0 ? text('console-cameras-all') : ''}
          data={cameras.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...wall.chosen]}
          filter={foldedOptions}
          onChange={(chosen) => onChange({ ...wall, chosen, page: 0 })}
          searchable
          clearable
          nothingFoundMessage={text('console-nothing-found')}
        />
      </Collapse>
    </>
  )
}
