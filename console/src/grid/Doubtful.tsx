import { Alert, Button, Group, Text } from '@mantine/core'
import { MapPin } from 'lucide'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'

interface Props {
  doubtful: Api<'GridState'>['doubtful']
  onShow: (element: string) => void
}

/** Where meters report behind switches that say that they are open. */
export function Doubtful({ doubtful, onShow }: Props) {
  const text = useText()
  return doubtful.map(({ switches, meters }) => (
    <Alert key={switches.join(' ')} color="orange" role="alert">
      <Text size="sm">
        {text('console-grid-doubtful', { count: switches.length, switches: switches.join(', '), meters })}
      </Text>
      <Group gap="xs" mt="xs">
        {switches.map((id) => (
          <Button
            key={id}
            variant="default"
            leftSection={<Icon of={MapPin} size={20} />}
            onClick={() => onShow(id)}
          >
            {id}
          </Button>
        ))}
      </Group>
    </Alert>
  ))
}
