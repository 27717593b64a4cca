import { Badge, Button, Group, Menu, Text, Textarea } from '@mantine/core'
import { Ban, Check, Ellipsis, ListTodo, MessageSquare, SquareCheck, SquareX, Undo2 } from 'lucide'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useFormats, useText } from '../../i18n/text'
import { DueBadge } from '../ClockBadge'
import { useDraft } from '../useDraft'
import { ActForm } from './forms'
import classes from './Tasks.module.css'
import type { TaskState } from './tasks'
import type { Tasking } from './useTasks'

interface Props {
  task: Api<'IncidentTask'>
  tasks: Tasking
  /** Whether the person may change it. */
  may: boolean
  now: Date
}

const ICONS = { open: ListTodo, done: SquareCheck, not_done: SquareX, cancelled: Ban } as const

/** One task: what, who, by when, what became of it, and what people wrote on it. */
export function TaskCard({ task, tasks, may, now }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const [noting, setNoting] = useState(false)
  const open = task.state === 'open'
  const set = (state: TaskState) => tasks.change.mutate({ task, change: { state } })
  const busy = tasks.change.isPending && tasks.change.variables?.task.id === task.id
  return (
    <div className={classes.task} data-over={!open || undefined}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Icon of={ICONS[task.state]} size={20} />
        <div className={classes.words}>
          <Text fw={600} className={classes.title}>
            {task.title}
          </Text>
          <Group gap="xs">
            <Text size="sm">{text(`console-tasks-state-${task.state}`)}</Text>
            <Text size="sm">{[task.assignee_name, task.agency_name].filter(Boolean).join(' · ')}</Text>
            {open && task.due !== null && <DueBadge due={task.due} now={now} />}
            {task.ended && (
              <Text size="sm" c="dimmed">
                {minute(new Date(task.ended))}
              </Text>
            )}
            {task.origin.startsWith('playbook:') && (
              <Badge variant="outline">{text('console-tasks-of-playbook')}</Badge>
            )}
          </Group>
        </div>
      </Group>
      {task.notes.map((note) => (
        <Text key={note.time + note.author} size="sm" className={classes.note}>
          <strong>{note.author_name}</strong> · {minute(new Date(note.time))}: {note.text}
        </Text>
      ))}
      {noting && <Noting task={task} tasks={tasks} onDone={() => setNoting(false)} />}
      {may && (
        <Group gap="xs">
          {open ? (
            <Button loading={busy} leftSection={<Icon of={Check} size={20} />} onClick={() => set('done')}>
              {text('console-tasks-done')}
            </Button>
          ) : (
            <Button
              variant="default"
              loading={busy}
              leftSection={<Icon of={Undo2} size={20} />}
              onClick={() => set('open')}
            >
              {text('console-tasks-again')}
            </Button>
          )}
          {!noting && (
            <Button
              variant="default"
              leftSection={<Icon of={MessageSquare} size={20} />}
              onClick={() => setNoting(true)}
            >
              {text('console-tasks-note')}
            </Button>
          )}
          {open && (
            <Menu>
              <Menu.Target>
                <Button variant="default" aria-label={text('console-tasks-more', { task: task.title })}>
                  <Icon of={Ellipsis} size={20} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<Icon of={SquareX} size={20} />} onClick={() => set('not_done')}>
                  {text('console-tasks-not-done')}
                </Menu.Item>
                <Menu.Item leftSection={<Icon of={Ban} size={20} />} onClick={() => set('cancelled')}>
                  {text('console-tasks-cancel')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      )}
    </div>
  )
}

const LONGEST = 2_000

function Noting({ task, tasks, onDone }: Pick<Props, 'task' | 'tasks'> & { onDone: () => void }) {
  const text = useText()
  const [words, setWords] = useDraft(`${task.id}.note`)
  const send = () =>
    tasks.note.mutate(
      { task, words },
      {
        onSuccess: () => {
          setWords('')
          onDone()
        },
      },
    )
  return (
    <ActForm
      label={text('console-tasks-note-send')}
      busy={tasks.note.isPending}
      ready={words.trim() !== ''}
      onSend={send}
      onCancel={onDone}
    >
      <Textarea
        aria-label={text('console-tasks-note')}
        data-autofocus
        autosize
        minRows={2}
        maxRows={8}
        maxLength={LONGEST}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </ActForm>
  )
}
