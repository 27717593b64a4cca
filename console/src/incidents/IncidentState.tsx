import { Group, Text } from '@mantine/core'
import { CircleCheck, CircleDot, Eye } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

const ICONS = { open: CircleDot, acknowledged: Eye, closed: CircleCheck } as const

/** Where an incident is in its life: word and shape. */
export function IncidentState({ state }: { state: Api<'IncidentSummary'>['state'] }) {
  const text = useText()
  return (
    <Group component="span" gap={4} wrap="nowrap">
      <Icon of={ICONS[state]} size={16} />
      <Text component="span" size="sm" fw={600}>
        {text(`console-incident-${state}`)}
      </Text>
    </Group>
  )
}
