import { Text, Textarea } from '@mantine/core'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import { useDraft } from '../incidents/useDraft'
import type { ShiftActs } from './useShiftActs'

const LONGEST = 8_000

interface Props {
  shift: Api<'Shift'>
  handOver: ShiftActs['handOver']
  onDone: () => void
}

/** Asks what the next shift must know; the incidents that are not over are listed by themselves. */
export function HandOver({ shift, handOver, onDone }: Props) {
  const text = useText()
  const [words, setWords] = useDraft(`shift-${shift.id}.hand-over`)
  return (
    <ActForm
      label={text('console-shifts-hand-over')}
      busy={handOver.isPending}
      ready={words.trim() !== ''}
      onSend={() =>
        handOver.mutate(
          { shift, words },
          {
            onSuccess: () => {
              setWords('')
              onDone()
            },
          },
        )
      }
      onCancel={onDone}
    >
      <Textarea
        label={text('console-shifts-hand-over-words')}
        description={text('console-shifts-hand-over-hint')}
        required
        data-autofocus
        autosize
        minRows={4}
        maxRows={16}
        maxLength={LONGEST}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Text size="sm">{text('console-shifts-listed', { count: shift.open_incidents })}</Text>
    </ActForm>
  )
}
