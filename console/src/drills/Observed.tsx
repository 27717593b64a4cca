import { Paper, Stack, Text, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { NoteForm, NoteList } from '../incidents/Conversation'
import type { DrillActs } from './useDrillActs'

interface Props {
  drill: Api<'Drill'>
  /** Writes one more; none where the person may not. */
  note: DrillActs['note'] | undefined
}

/** What was observed, during the drill or after it; it goes into the report. */
export function Observed({ drill: { id, notes }, note }: Props) {
  const text = useText()
  const title = text('console-drills-notes')
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {notes.length === 0 && <Text c="dimmed">{text('console-drills-notes-none')}</Text>}
        <NoteList notes={notes} />
        {note && (
          <NoteForm
            draft={`${id}.note`}
            label={text('console-drills-note')}
            send={text('console-drills-note-send')}
            busy={note.isPending}
            onSend={(words) => note.mutateAsync({ drill: id, words })}
          />
        )}
      </Stack>
    </Paper>
  )
}
