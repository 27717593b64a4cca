import { Textarea, TextInput } from '@mantine/core'
import type { Api } from '../api/types'
import { ForgetOwn, Newer } from '../app/Newer'
import { useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import { useRewriting } from '../incidents/useDraft'
import type { Draft, DraftWords } from './acts'
import classes from './Playbooks.module.css'

interface Props {
  run: string
  draft: Draft
  words: Api<'DraftText'>
  busy: boolean
  /** Keeps the words, against the version of the draft that they were written on; `forget` is for when that is done. */
  onSave: (version: number, words: DraftWords, forget: () => void) => void
  onCancel: () => void
}

const LONGEST_TITLE = 300
const LONGEST = 8_000

/** A draft in the person's own words. Where somebody else has changed it meanwhile, nothing is replaced unasked. */
export function DraftEditor({
  run,
  draft,
  words: { language, title, text: kept },
  busy,
  onSave,
  onCancel,
}: Props) {
  const text = useText()
  const now = { words: { title, text: kept }, base: draft.version }
  const rewriting = useRewriting<DraftWords, number>(`${run}.${draft.id}.${language}`, now, busy)
  const { words, base, own, newer, write, goOn, forget } = rewriting
  return (
    <ActForm
      label={text('console-playbooks-save')}
      busy={busy}
      ready={words.text.trim() !== '' && !newer}
      onSend={() => onSave(base, words, forget)}
      onCancel={onCancel}
    >
      {newer && (
        <Newer
          title={text('console-playbooks-meanwhile', { name: draft.edited_by_name || draft.sent_by_name })}
          onGoOn={goOn}
          onForget={forget}
        >
          <span className={classes.said}>{kept}</span>
        </Newer>
      )}
      <TextInput
        label={text('console-playbooks-draft-title')}
        maxLength={LONGEST_TITLE}
        lang={language}
        value={words.title}
        onChange={(event) => write({ ...words, title: event.currentTarget.value })}
      />
      <Textarea
        label={text('console-playbooks-draft-text')}
        required
        data-autofocus
        autosize
        minRows={5}
        maxRows={20}
        maxLength={LONGEST}
        lang={language}
        value={words.text}
        onChange={(event) => write({ ...words, text: event.currentTarget.value })}
      />
      {own && !newer && <ForgetOwn onForget={forget} />}
    </ActForm>
  )
}
