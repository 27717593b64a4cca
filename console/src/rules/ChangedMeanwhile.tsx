import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useText } from '../i18n/text'
import { differences } from './draft'
import type { Rule } from './queries'
import { fieldKey } from './useFieldText'

interface Props {
  /** The rule as it was when the person began; none for a new one. */
  opened: Rule | undefined
  /** The rule as it is now; none where it is gone. */
  now: Rule | undefined
  /** Saving was refused for it. */
  refused: boolean
  busy: boolean
  onMine: () => void
  onTheirs: (rule: Rule) => void
  onSeen: () => void
}

const NAMES: Readonly<Record<string, string>> = {
  applies_to: 'console-rules-target',
  names: 'console-rules-names',
  against: 'console-rules-against',
  silence: 'console-rules-silence',
}

/** Says that somebody changed the rules while the form was open: what in this one, and what can be done about it. */
export function ChangedMeanwhile({ opened, now, refused, busy, onMine, onTheirs, onSeen }: Props) {
  const text = useText()
  const parts = opened && now ? differences(opened, now) : []
  const gone = opened !== undefined && now === undefined
  const mine = (
    <Button loading={busy} onClick={onMine}>
      {text('console-rules-save-mine')}
    </Button>
  )
  if (parts.length === 0 && !gone) {
    return (
      <Alert color="yellow" role="status" title={text('console-rules-others-changed')}>
        <Group>
          {refused ? (
            mine
          ) : (
            <Button variant="default" onClick={onSeen}>
              {text('console-rules-go-on')}
            </Button>
          )}
        </Group>
      </Alert>
    )
  }
  return (
    <Alert color="yellow" role="alert" title={text('console-rules-meanwhile')}>
      <Stack gap="xs">
        <Text>
          {gone
            ? text('console-rules-gone')
            : text('console-rules-meanwhile-fields', {
                fields: parts.map((part) => text(NAMES[part] ?? fieldKey(part))).join(', '),
              })}
        </Text>
        <Text>{text('console-rules-meanwhile-kept')}</Text>
        <Group>
          {!gone && mine}
          {now && (
            <Button variant="default" onClick={() => onTheirs(now)}>
              {text('console-rules-take-theirs')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
