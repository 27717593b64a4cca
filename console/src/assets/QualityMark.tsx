import { Group, Text } from '@mantine/core'
import { Check, Info, X } from 'lucide'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { useText } from '../i18n/text'
import classes from './QualityMark.module.css'
import { flagsOf, isBad } from './quality'

/** What the platform thinks of an observation, in words: good, good with a remark, or doubtful and why. */
export function QualityMark({ bits }: { bits: number }) {
  const city = useCity()
  const text = useText()
  const flags = flagsOf(bits, city)
  const bad = isBad(bits, city)
  const said = flags.map((flag) => text(`console-quality-${flag}`)).join(', ')
  return (
    <Group gap={6} wrap="nowrap" className={bad ? classes.bad : undefined}>
      <Icon of={bad ? X : flags.length > 0 ? Info : Check} size={16} />
      <Text component="span" size="sm">
        {said || text('console-quality-good')}
      </Text>
    </Group>
  )
}
