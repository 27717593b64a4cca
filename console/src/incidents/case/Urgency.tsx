import { Button, Collapse, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CircleHelp } from 'lucide'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import classes from './Urgency.module.css'

interface Props {
  urgency: number
  parts: readonly Api<'UrgencyPart'>[]
}

/** How soon somebody must act, as one number, and on demand what it is made of. */
export function Urgency({ urgency, parts }: Props) {
  const text = useText()
  const [open, { toggle }] = useDisclosure()
  return (
    <div className={classes.urgency}>
      <Button
        variant="default"
        aria-expanded={open}
        rightSection={<Icon of={CircleHelp} size={20} />}
        disabled={parts.length === 0}
        onClick={toggle}
      >
        {text('console-incidents-urgency', { urgency })}
      </Button>
      <Collapse expanded={open}>
        <ul className={classes.parts} aria-label={text('console-incidents-urgency-why')}>
          {parts.map((part) => (
            <li key={part.key + part.text} className={classes.part}>
              <strong>{part.points > 0 ? `+${part.points}` : part.points}</strong>
              <Text component="span">{part.text}</Text>
            </li>
          ))}
        </ul>
      </Collapse>
    </div>
  )
}
