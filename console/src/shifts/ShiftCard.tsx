import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { ArrowRightLeft, CircleCheck, type IconNode, Play, UserCheck } from 'lucide'
import { useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay, useSession } from '../app/session'
import { UndoButton } from '../app/UndoButton'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import { HandOver } from './HandOver'
import { Incidents } from './Incidents'
import { Notes } from './Notes'
import classes from './Shifts.module.css'
import type { ShiftActs } from './useShiftActs'

type Shift = Api<'Shift'>

interface Props {
  shift: Shift
  acts: ShiftActs
  /** It is the whole page, so its title is the page's heading. */
  page?: boolean
}

const ICONS: Readonly<Record<Shift['state'], IconNode>> = {
  running: Play,
  handed_over: ArrowRightLeft,
  ended: CircleCheck,
}

/** A shift: who leads it, what was written, what is open, and how it goes to the next. */
export function ShiftCard({ shift, acts, page = false }: Props) {
  const text = useText()
  const { minute, ago } = useFormats()
  const now = useNow()
  const may = useMay('shift.write')
  const begun = new Date(shift.begun)
  const title = text('console-shifts-of', { name: shift.holder_name })
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Stack gap="md">
        <div>
          <Group justify="space-between">
            <Title order={page ? 1 : 2} size="h3">
              {title}
            </Title>
            <Badge size="lg" variant="light" leftSection={<Icon of={ICONS[shift.state]} size={16} />}>
              {text(`console-shifts-state-${shift.state}`)}
            </Badge>
          </Group>
          <Text c="dimmed">
            {shift.ended
              ? text('console-shifts-span', {
                  from: minute(begun),
                  to: minute(new Date(shift.ended)),
                  name: shift.accepted_by_name,
                })
              : text('console-shifts-since', { time: minute(begun), ago: ago(begun, now) })}
          </Text>
        </div>
        {shift.handed_over && (
          <section className={classes.handed} aria-label={text('console-shifts-handed')}>
            <Text fw={600}>
              {text('console-shifts-handed-at', { time: minute(new Date(shift.handed_over)) })}
            </Text>
            <Text className={classes.said}>{shift.text}</Text>
          </section>
        )}
        {may && shift.state === 'handed_over' && <Accepting shift={shift} acts={acts} />}
        <Incidents shift={shift} />
        <Notes shift={shift} note={may && shift.state !== 'ended' ? acts.note : undefined} />
        {may && shift.state === 'running' && <Leaving shift={shift} acts={acts} />}
        {!may && <Text role="note">{text('console-shifts-only-look')}</Text>}
      </Stack>
    </Paper>
  )
}

/** The next one accepts; who handed over can take that back until then. */
function Accepting({ shift, acts }: Omit<Props, 'page'>) {
  const text = useText()
  const own = useSession().user.id === shift.holder
  return (
    <Group gap="xs">
      {own ? (
        <Text>{text('console-shifts-waits')}</Text>
      ) : (
        <Button
          leftSection={<Icon of={UserCheck} size={20} />}
          loading={acts.accept.isPending}
          onClick={() => acts.accept.mutate(shift)}
        >
          {text('console-shifts-accept')}
        </Button>
      )}
      <UndoButton onUndo={() => acts.resume.mutate(shift)} />
    </Group>
  )
}

function Leaving({ shift, acts }: Omit<Props, 'page'>) {
  const text = useText()
  const [writing, setWriting] = useState(false)
  if (writing) return <HandOver shift={shift} handOver={acts.handOver} onDone={() => setWriting(false)} />
  return (
    <Group>
      <Button leftSection={<Icon of={ArrowRightLeft} size={20} />} onClick={() => setWriting(true)}>
        {text('console-shifts-hand-over')}
      </Button>
    </Group>
  )
}
