import { Button } from '@mantine/core'
import { Undo2 } from 'lucide'
import { useText } from '../i18n/text'
import { Icon } from './Icon'

/** Takes back what has just been done. */
export function UndoButton({ onUndo }: { onUndo: () => void }) {
  const text = useText()
  return (
    <Button variant="default" leftSection={<Icon of={Undo2} size={20} />} onClick={onUndo}>
      {text('console-undo')}
    </Button>
  )
}
