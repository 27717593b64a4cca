import { Button } from '@mantine/core'
import { Undo2 } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

/** Takes a change of the rules back. */
export function UndoButton({ onUndo }: { onUndo: () => void }) {
  const text = useText()
  return (
    <Button variant="default" leftSection={<Icon of={Undo2} size={20} />} onClick={onUndo}>
      {text('console-rules-undo')}
    </Button>
  )
}
