import { Button, Group, Text } from '@mantine/core'
import { Check, type IconNode, X } from 'lucide'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import type { CameraEvent } from './filter'
import { useJudge } from './useJudge'

const ICONS: Readonly<Record<'right' | 'wrong', IconNode>> = { right: Check, wrong: X }

/** Whether a finding was right: what has been said, and the buttons to say it. Pressed again, one takes it back. */
export function Judging({ event }: { event: CameraEvent }) {
  const text = useText()
  const may = useMay('camera.judge')
  const judge = useJudge()
  const said = event.verdict
    ? text(`console-cameras-verdict-${event.verdict}-by`, { name: event.verdict_by })
    : ''
  if (!may) return said ? <Text size="sm">{said}</Text> : null
  return (
    <Group gap="xs" role="group" aria-label={text('console-cameras-judge', { title: event.title })}>
      {(['right', 'wrong'] as const).map((verdict) => (
        <Button
          key={verdict}
          variant={event.verdict === verdict ? 'light' : 'default'}
          aria-pressed={event.verdict === verdict}
          leftSection={<Icon of={ICONS[verdict]} size={20} />}
          loading={judge.isPending && judge.variables.verdict === verdict}
          onClick={() => judge.mutate({ event, verdict: event.verdict === verdict ? '' : verdict })}
        >
          {text(`console-cameras-verdict-${verdict}`)}
        </Button>
      ))}
      {said && <Text size="sm">{said}</Text>}
    </Group>
  )
}
