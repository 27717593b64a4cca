import { ActionIcon, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { Maximize, ZoomIn, ZoomOut } from 'lucide'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useScale } from '../../app/useScale'
import { useText } from '../../i18n/text'
import { type Arrow, markAt, markTowards, placeOf, wholeOf } from './diagram'
import { MarkAbout } from './MarkAbout'
import { Marks } from './Marks'
import classes from './SingleLine.module.css'
import { useMarkText } from './useMarkText'
import { useView } from './useView'

const NEARER = 1.5
/** A finger hits a symbol within half of 48 px. */
const REACH_PX = 24

interface Props {
  feeder: Api<'FeederDetail'>
}

/** The single-line diagram: moved and neared by touch, wheel, keys; what is chosen is told in words beside it. */
export function SingleLine({ feeder }: Props) {
  const text = useText()
  const scale = useScale()
  const markText = useMarkText(feeder)
  const name = useId()
  const { marks } = feeder.diagram
  const [at, setAt] = useState<number | null>(null)
  const chosen = at !== null && at < marks.length ? at : null
  const box = useRef<HTMLDivElement>(null)
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>()
  const ref = useMergedRef(box, measured)
  const whole = useMemo(() => wholeOf(feeder.diagram), [feeder.diagram])
  const view = useView(box, whole, { width, height }, (point) =>
    setAt(markAt(marks, point, (REACH_PX * scale) / view.pixels)),
  )
  const { frame } = view

  const zoom = (by: number) => {
    const mark = chosen === null ? undefined : marks[chosen]
    view.zoom(by, mark && placeOf(mark))
  }
  const go = (index: number) => {
    const mark = marks[index]
    if (!mark) return
    setAt(index)
    view.show(placeOf(mark))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (key === '+' || key === '=') zoom(NEARER)
    else if (key === '-') zoom(1 / NEARER)
    else if (key === '0') view.fit()
    else if (key === 'Home') go(0)
    else if (key === 'Escape' && chosen !== null) setAt(null)
    else if (key.startsWith('Arrow')) {
      const next = chosen === null ? 0 : markTowards(marks, chosen, key as Arrow)
      if (next !== null) go(next)
    } else return
    event.preventDefault()
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-feeder-diagram')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {text('console-feeder-diagram')}
          </Title>
          <Group gap={0}>
            <ActionIcon color="gray" aria-label={text('console-feeder-nearer')} onClick={() => zoom(NEARER)}>
              <Icon of={ZoomIn} />
            </ActionIcon>
            <ActionIcon
              color="gray"
              aria-label={text('console-feeder-farther')}
              onClick={() => zoom(1 / NEARER)}
            >
              <Icon of={ZoomOut} />
            </ActionIcon>
            <ActionIcon color="gray" aria-label={text('console-feeder-fit')} onClick={view.fit}>
              <Icon of={Maximize} />
            </ActionIcon>
          </Group>
        </Group>
        <Text size="sm" c="dimmed">
          {text('console-feeder-diagram-hint')}
        </Text>
        <div
          ref={ref}
          className={classes.box}
          style={{ aspectRatio: `${whole.width} / ${whole.height}` }}
          role="listbox"
          tabIndex={0}
          aria-label={text('console-feeder-diagram')}
          aria-activedescendant={chosen === null ? undefined : `${name}-${chosen}`}
          onKeyDown={onKeyDown}
          {...view.handlers}
        >
          <svg
            role="presentation"
            className={classes.drawing}
            viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
          >
            <Marks
              marks={marks}
              name={name}
              chosen={chosen}
              pixels={view.pixels / scale}
              say={markText.say}
              label={markText.label}
            />
          </svg>
        </div>
        <Legend />
        <div role="status">
          {chosen === null ? (
            <Text size="sm">{text('console-feeder-mark-none')}</Text>
          ) : (
            <MarkAbout feeder={feeder} at={chosen} />
          )}
        </div>
      </Stack>
    </Paper>
  )
}

const CONDITIONS = ['live', 'dead', 'overloaded'] as const

/** What the lines mean. */
function Legend() {
  const text = useText()
  return (
    <ul className={classes.legend}>
      {CONDITIONS.map((condition) => (
        <li key={condition}>
          <svg viewBox="0 0 48 12" className={classes.sample} aria-hidden="true">
            <path d="M0 6H48" className={classes.line} data-condition={condition} />
            {condition === 'overloaded' && <path d="M0 6H48" className={classes.core} />}
          </svg>
          {text(`console-feeder-line-${condition}`)}
        </li>
      ))}
    </ul>
  )
}
