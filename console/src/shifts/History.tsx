import { Button, Paper, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { byArrows } from '../app/arrows'
import { useFormats, useText } from '../i18n/text'
import classes from './Shifts.module.css'

interface Props {
  shifts: readonly Api<'Shift'>[]
  /** Reads the next page; none where all are shown. */
  more: (() => void) | undefined
  busy: boolean
}

/** The shifts that have ended, the last on top. */
export function History({ shifts, more, busy }: Props) {
  const text = useText()
  const { minute } = useFormats()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-shifts-before')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-shifts-before')}
      </Title>
      {shifts.length === 0 && <Text c="dimmed">{text('console-shifts-before-none')}</Text>}
      <ol className={classes.list} onKeyDown={byArrows}>
        {shifts.map((shift) => (
          <li key={shift.id}>
            <Link href={`/shifts/${shift.id}`} className={classes.row}>
              <span className={classes.title}>
                {minute(new Date(shift.begun))} – {shift.ended ? minute(new Date(shift.ended)) : ''}
              </span>
              <Text component="span" size="sm" className={classes.words}>
                {text('console-shifts-row', {
                  name: shift.holder_name,
                  notes: shift.notes.length,
                  incidents: shift.open_incidents,
                })}
              </Text>
            </Link>
          </li>
        ))}
      </ol>
      {more && (
        <Button variant="subtle" fullWidth loading={busy} onClick={more}>
          {text('console-shifts-more')}
        </Button>
      )}
    </Paper>
  )
}
