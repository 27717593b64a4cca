import { Button, Chip, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { Plus } from 'lucide'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useNow } from '../../app/useNow'
import { useText } from '../../i18n/text'
import { isOver } from '../states'
import { useDraft } from '../useDraft'
import { ActForm, Workers } from './forms'
import { TaskCard } from './TaskCard'
import classes from './Tasks.module.css'
import { inTurn } from './tasks'
import { useSpans } from './useSpans'
import { type Tasking, useTasks } from './useTasks'

/** What is to be done for a case, by whom and by when. */
export function Tasks({ incident }: { incident: Api<'IncidentDetail'> }) {
  const text = useText()
  const may = useMay('incident.work')
  const now = useNow()
  const [adding, setAdding] = useState(false)
  const tasks = useTasks(incident.id)
  const open = incident.tasks.filter(({ state }) => state === 'open').length
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-tasks')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-tasks-open', { open, all: incident.tasks.length })}
        </Title>
        {incident.tasks.length === 0 && <Text c="dimmed">{text('console-tasks-none')}</Text>}
        <ul className={classes.list}>
          {inTurn(incident.tasks).map((task) => (
            <li key={task.id}>
              <TaskCard task={task} tasks={tasks} may={may} now={now} />
            </li>
          ))}
        </ul>
        {may && !isOver(incident.state) && !adding && (
          <Button
            data-shortcut="n"
            aria-keyshortcuts="N"
            variant="default"
            leftSection={<Icon of={Plus} size={20} />}
            onClick={() => setAdding(true)}
          >
            {text('console-tasks-add')}
          </Button>
        )}
        {adding && <Adding incident={incident.id} tasks={tasks} onDone={() => setAdding(false)} />}
      </Stack>
    </Paper>
  )
}

interface AddingProps {
  incident: string
  tasks: Tasking
  onDone: () => void
}

const NOBODY = { owner: '', agency: '' }
/** When a task may be due, minutes from now. */
const DUE_MIN = [15, 30, 60, 120, 240, 480, 1_440]

/** Asks what is to be done, by whom, and by when. */
function Adding({ incident, tasks, onDone }: AddingProps) {
  const text = useText()
  const spans = useSpans(DUE_MIN)
  const [title, setTitle] = useDraft(`${incident}.task`)
  const [who, setWho] = useState(NOBODY)
  const [minutes, setMinutes] = useState(0)
  const send = () => {
    const due = minutes > 0 ? new Date(Date.now() + minutes * 60_000).toISOString() : null
    tasks.add.mutate(
      { title: title.trim(), assignee: who.owner, agency: who.agency, due },
      {
        onSuccess: () => {
          setTitle('')
          onDone()
        },
      },
    )
  }
  return (
    <ActForm
      label={text('console-tasks-add')}
      busy={tasks.add.isPending}
      ready={title.trim() !== ''}
      onSend={send}
      onCancel={onDone}
    >
      <TextInput
        label={text('console-tasks-title')}
        required
        data-autofocus
        maxLength={300}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Workers chosen={who} onChange={setWho} />
      <Group gap="xs" role="radiogroup" aria-label={text('console-tasks-due')}>
        <Chip type="radio" checked={minutes === 0} onChange={() => setMinutes(0)}>
          {text('console-tasks-due-none')}
        </Chip>
        {spans.map(({ minutes: one, said }) => (
          <Chip key={one} type="radio" checked={minutes === one} onChange={() => setMinutes(one)}>
            {said}
          </Chip>
        ))}
      </Group>
    </ActForm>
  )
}
