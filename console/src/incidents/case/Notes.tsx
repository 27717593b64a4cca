import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../../api/types'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import { NEEDS } from '../acts'
import { NoteForm, NoteList } from '../Conversation'
import type { Acting } from '../useAct'

/** So many notes are drawn at first, the newest. */
const FIRST = 20

interface Props {
  incident: Api<'IncidentDetail'>
  act: Acting
}

/** What people wrote on a case. */
export function Notes({ incident, act }: Props) {
  const text = useText()
  const may = useMay(NEEDS.comment)
  const [all, setAll] = useState(false)
  const notes = incident.timeline
    .filter(({ kind }) => kind === 'incident.commented')
    .map(({ actor: author, actor_name: author_name, ...note }) => ({ ...note, author, author_name }))
  const shown = all ? notes : notes.slice(-FIRST)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-notes')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-incidents-notes')}
        </Title>
        {notes.length === 0 && <Text c="dimmed">{text('console-incidents-notes-none')}</Text>}
        {shown.length < notes.length && (
          <Button variant="subtle" onClick={() => setAll(true)}>
            {text('console-incidents-more-lines', { count: notes.length - shown.length })}
          </Button>
        )}
        <NoteList notes={shown} />
        {may && (
          <NoteForm
            draft={`${incident.id}.comment`}
            label={text('console-incidents-comment')}
            send={text('console-incidents-comment-send')}
            busy={act.isPending && act.variables?.what === 'comment'}
            shortcut="c"
            onSend={(words) => act.mutateAsync({ what: 'comment', text: words })}
          />
        )}
      </Stack>
    </Paper>
  )
}
