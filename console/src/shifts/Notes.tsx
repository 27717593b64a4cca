import { Stack, Text, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { NoteForm, NoteList } from '../incidents/Conversation'
import type { ShiftActs } from './useShiftActs'

interface Props {
  shift: Api<'Shift'>
  /** Writes one more; none where nobody may. */
  note: ShiftActs['note'] | undefined
}

/** What was written down during a shift. */
export function Notes({ shift: { id, notes }, note }: Props) {
  const text = useText()
  return (
    <Stack component="section" gap="xs" aria-label={text('console-shifts-notes')}>
      <Title order={3} size="h5">
        {text('console-shifts-notes')}
      </Title>
      {notes.length === 0 && <Text c="dimmed">{text('console-shifts-notes-none')}</Text>}
      <NoteList notes={notes} />
      {note && (
        <NoteForm
          draft={`shift-${id}.note`}
          label={text('console-shifts-note')}
          send={text('console-shifts-note-send')}
          busy={note.isPending}
          onSend={(words) => note.mutateAsync({ shift: id, words })}
        />
      )}
    </Stack>
  )
}
