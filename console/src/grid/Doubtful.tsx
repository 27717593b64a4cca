import { Alert, Button, Group, Text } from '@mantine/core'
import { MapPin } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

interface Props {
  doubtful: Api<'GridState'>['doubtful']
  onShow: (element: string) => void
}

/** Where meters report behind switches that count as open. */
export function Doubtful({ doubtful, onShow }: Props) {
  const text = useText()
  return doubtful.map(({ switches, meters }, row) => (
    <Alert key={switches.join(' ') || row} color="orange" role="alert">
      <Text size="sm">
        {text('console-grid-doubtful', { count: switches.length, switch: switches[0] ?? '', meters })}
      </Text>
      {switches.length > 0 && (
        <Group gap="xs" mt="xs">
          {switches.map((id) => (
            <Button
              key={id}
              variant="default"
              leftSection={<Icon of={MapPin} size={20} />}
              onClick={() => onShow(id)}
            >
              {text('console-grid-show', { element: id })}
            </Button>
          ))}
        </Group>
      )}
    </Alert>
  ))
}
