import { ActionIcon, Badge, Collapse, Paper, Stack, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronDown, ChevronUp, Trash2 } from 'lucide'
import type { ReactNode } from 'react'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { useForm } from './form'
import classes from './Studio.module.css'

interface Props {
  name: string
  /** What it is like, in a few words. */
  about?: string
  assumed?: boolean
  before?: ReactNode
  /** What is in sight at all times. */
  head?: ReactNode
  /** Whether it begins opened; one that is new does. */
  opened?: boolean
  onDelete?: (() => void) | undefined
  children: ReactNode
}

/** One of several parts of a study: what matters of it in sight, the rest folded away. */
export function Part({ name, about, assumed, before, head, opened: begin, onDelete, children }: Props) {
  const text = useText()
  const { fixed } = useForm()
  const [opened, { toggle }] = useDisclosure(begin ?? false)
  return (
    <Paper withBorder component="li" className={classes.part}>
      <div className={classes.partHead}>
        <UnstyledButton className={classes.fold} aria-expanded={opened} onClick={toggle}>
          {before}
          <span className={classes.grow}>
            <Text component="span" fw={600} display="block">
              {name}
            </Text>
            {about && (
              <Text component="span" size="sm" c="dimmed">
                {about}
              </Text>
            )}
          </span>
          {assumed && (
            <Badge variant="outline" color="gray">
              {text('console-assumed')}
            </Badge>
          )}
          <Icon of={opened ? ChevronUp : ChevronDown} size={20} />
        </UnstyledButton>
        {onDelete && !fixed && (
          <ActionIcon
            color="gray"
            aria-label={text('console-studies-remove', { name })}
            title={text('console-studies-remove', { name })}
            onClick={onDelete}
          >
            <Icon of={Trash2} size={20} />
          </ActionIcon>
        )}
      </div>
      {head}
      <Collapse expanded={opened}>
        <Stack gap="xs" pt="xs">
          {children}
        </Stack>
      </Collapse>
    </Paper>
  )
}
