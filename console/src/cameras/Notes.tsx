import { Alert, Code, Text } from '@mantine/core'
import { EyeOff, ScanEye, ServerOff, WifiOff } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import type { LineState } from './live/line'

const INSTALL = 'luylau vision models install nanodet'

interface Props {
  list: Api<'CameraList'>
  /** Whether the person may see pictures. */
  may: boolean
  line: LineState
  className: string | undefined
}

/** What must be known to read the pictures right; nothing where all is as it should be. */
export function Notes({ list, may, line, className }: Props) {
  const text = useText()
  const told = list.items.some(({ phase }) => phase !== 'unknown')
  const broken = may && (line === 'lost' || line === 'refused')
  if (may && !broken && told && list.detector) return null
  return (
    <div className={className}>
      {!may && (
        <Alert color="gray" icon={<Icon of={EyeOff} />} title={text('console-cameras-no-look')}>
          {text('console-cameras-no-look-hint')}
        </Alert>
      )}
      {broken && (
        <Alert
          color="red"
          role="alert"
          icon={<Icon of={WifiOff} />}
          title={text(`console-cameras-line-${line}`)}
        />
      )}
      {!told && (
        <Alert color="yellow" icon={<Icon of={ServerOff} />} title={text('console-cameras-nobody')}>
          {text('console-cameras-nobody-hint')}
        </Alert>
      )}
      {told && !list.detector && (
        <Alert color="yellow" icon={<Icon of={ScanEye} />} title={text('console-cameras-motion-only')}>
          <Text>
            {text('console-cameras-motion-only-hint')} <Code>{INSTALL}</Code>
          </Text>
        </Alert>
      )}
    </div>
  )
}
