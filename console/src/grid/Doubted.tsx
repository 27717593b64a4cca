import { Alert, Button, Group, Text } from '@mantine/core'
import { MapPin } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

interface Props {
  doubted: Api<'GridState'>['doubted']
  onShow: (element: string) => void
}

/** Switches that say that they are open while devices behind them report. */
export function Doubted({ doubted, onShow }: Props) {
  const text = useText()
  return doubted.map(({ switch: id, devices }) => (
    <Alert key={id} color="orange" role="alert">
      <Text size="sm">{text('console-grid-doubted', { switch: id, devices })}</Text>
      <Group gap="xs" mt="xs">
        <Button variant="default" leftSection={<Icon of={MapPin} size={20} />} onClick={() => onShow(id)}>
          {text('console-grid-show', { element: id })}
        </Button>
      </Group>
    </Alert>
  ))
}
