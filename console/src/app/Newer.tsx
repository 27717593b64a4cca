import { Alert, Button, Group, Stack } from '@mantine/core'
import { TriangleAlert } from 'lucide'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text'
import { Icon } from './Icon'

interface Props {
  /** Who has changed what. */
  title: string
  /** What is there now. */
  children?: ReactNode
  onGoOn: () => void
  /** Gives one's own up; none where nothing was written. */
  onForget?: () => void
}

/** Says that somebody has changed what a form is about since it was opened, and how it is now. */
export function Newer({ title, children, onGoOn, onForget }: Props) {
  const text = useText()
  return (
    <Alert color="orange" icon={<Icon of={TriangleAlert} />} role="alert" title={title}>
      <Stack align="flex-start" gap="xs">
        {children}
        <Group gap="xs">
          <Button variant="default" onClick={onGoOn}>
            {text('console-newer-go-on')}
          </Button>
          {onForget && <ForgetOwn onForget={onForget} />}
        </Group>
      </Stack>
    </Alert>
  )
}

/** Gives up what one has written and shows what is kept. */
export function ForgetOwn({ onForget }: { onForget: () => void }) {
  const text = useText()
  return (
    <Button variant="default" w="fit-content" onClick={onForget}>
      {text('console-draft-forget')}
    </Button>
  )
}

/** Whether what a form began with is another now, and a function that takes it as seen; `busy` while it is being sent. */
export function useNewer(now: string, busy: boolean): [newer: boolean, goOn: () => void] {
  const [begun, setBegun] = useState(now)
  return [begun !== now && !busy, () => setBegun(now)]
}
