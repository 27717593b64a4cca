import { Group, Text } from '@mantine/core'
import { FlaskConical } from 'lucide'
import { useText } from '../i18n/text'
import { Icon } from './Icon'
import classes from './SimulationBanner.module.css'
import { useCity } from './session'

/** Says on every page that what is shown is not all real, as long as any asset is simulated. */
export function SimulationBanner() {
  const text = useText()
  const { counts } = useCity()
  if (counts.simulated === 0) return null
  return (
    <Group className={classes.banner} gap="xs" wrap="nowrap" role="note">
      <Icon of={FlaskConical} size={20} />
      <Text size="sm" fw={600}>
        {text('console-simulation', { simulated: counts.simulated, assets: counts.assets })}
      </Text>
    </Group>
  )
}
