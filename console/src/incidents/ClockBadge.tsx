import { Badge } from '@mantine/core'
import { ClockAlert, Hourglass } from 'lucide'
import type { ReactNode } from 'react'
import { Icon } from '../app/Icon'
import classes from './ClockBadge.module.css'
import { useClockWords } from './useWords'

/** A clock in few words; it looks otherwise once it has run out. */
export function ClockBadge({ late, children }: { late: boolean; children: ReactNode }) {
  return (
    <Badge
      variant="outline"
      color="gray"
      className={late ? classes.late : undefined}
      leftSection={<Icon of={late ? ClockAlert : Hourglass} size={16} />}
    >
      {children}
    </Badge>
  )
}

/** The clock of what is due at a time. */
export function DueBadge({ due, now }: { due: string; now: Date }) {
  const said = useClockWords()
  return <ClockBadge late={Date.parse(due) <= now.getTime()}>{said(due, now)}</ClockBadge>
}
