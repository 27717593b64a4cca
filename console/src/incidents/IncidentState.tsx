import { Group, Text } from '@mantine/core'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import { STATE_ICONS } from './icons'
import type { State } from './states'

/** Where an incident is in its life: word and shape. */
export function IncidentState({ state }: { state: State }) {
  const text = useText()
  return (
    <Group component="span" gap={4} wrap="nowrap">
      <Icon of={STATE_ICONS[state]} size={16} />
      <Text component="span" size="sm" fw={600}>
        {text(`console-incident-${state}`)}
      </Text>
    </Group>
  )
}
