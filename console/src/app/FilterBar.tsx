import { Button, Collapse, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { Search, SlidersHorizontal } from 'lucide'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text'
import { Icon } from './Icon'

interface Props {
  /** What the field for words is called. */
  label: string
  words: string
  onWords: (words: string) => void
  /** How many parts of the finer filter are set. */
  narrowed: number
  /** The finer filter. */
  children: ReactNode
}

const TYPING_MS = 300

/** The words that a list is searched for, and the finer filter folded away below. */
export function FilterBar({ label, words, onWords, narrowed, children }: Props) {
  const text = useText()
  const [opened, { toggle }] = useDisclosure(narrowed > 0)
  const [typed, setTyped] = useState(words)
  const settle = useDebouncedCallback(onWords, TYPING_MS)
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="search"
          flex={1}
          aria-label={label}
          placeholder={label}
          leftSection={<Icon of={Search} size={20} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            settle(event.currentTarget.value)
          }}
        />
        <Button
          variant={narrowed > 0 ? 'light' : 'default'}
          leftSection={<Icon of={SlidersHorizontal} size={20} />}
          aria-expanded={opened}
          onClick={toggle}
        >
          {text('console-filter', { count: narrowed })}
        </Button>
      </Group>
      <Collapse expanded={opened}>{children}</Collapse>
    </>
  )
}
