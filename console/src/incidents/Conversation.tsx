import { Button, Stack, Text, Textarea } from '@mantine/core'
import { Send } from 'lucide'
import type { FormEvent } from 'react'
import { Icon } from '../app/Icon'
import { useSession } from '../app/session'
import { useOnce } from '../app/useOnce'
import { useFormats, useText } from '../i18n/text'
import classes from './Conversation.module.css'
import { useDraft } from './useDraft'

const LONGEST = 2_000

/** What somebody wrote, and when. */
interface Note {
  time: string
  author: string
  author_name: string
  text: string
}

/** Notes as in a conversation: the oldest on top, one's own at the other side. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  const { time } = useFormats()
  const { user } = useSession()
  return (
    <ol className={classes.notes} aria-live="polite">
      {notes.map((one) => (
        <li
          key={`${one.time} ${one.author}`}
          className={classes.note}
          data-own={one.author === user.id || undefined}
        >
          <Text size="sm" c="dimmed">
            {one.author_name} · <time dateTime={one.time}>{time(new Date(one.time))}</time>
          </Text>
          <Text className={classes.said}>{one.text}</Text>
        </li>
      ))}
    </ol>
  )
}

interface FormProps {
  /** Name of the draft that is kept until it is sent. */
  draft: string
  label: string
  send: string
  busy: boolean
  /** The key that leads into the field. */
  shortcut?: string
  /** Sends the words; fails where they have not arrived. */
  onSend: (words: string) => Promise<unknown>
}

/** The field in which one more note is written. */
export function NoteForm({ draft, label, send, busy, shortcut, onSend }: FormProps) {
  const text = useText()
  const [words, setWords] = useDraft(draft)
  const once = useOnce(busy)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!words.trim()) return
    // What has arrived is forgotten wherever the person is by then; why it has not is told by whatever sends it.
    once(() => {
      onSend(words).then(
        () => setWords(''),
        () => undefined,
      )
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          data-shortcut={shortcut}
          aria-keyshortcuts={shortcut?.toUpperCase()}
          label={label}
          description={text('console-incidents-comment-kept')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={LONGEST}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <Button
          type="submit"
          variant="default"
          disabled={!words.trim()}
          loading={busy}
          leftSection={<Icon of={Send} size={20} />}
        >
          {send}
        </Button>
      </Stack>
    </form>
  )
}
