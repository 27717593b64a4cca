import { Group, Paper, Stack, Switch, Text, Title } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { EyeOff, PersonStanding, Truck } from 'lucide'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { Empty } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { useStale } from '../live/LivePicture'
import type { LiveView } from '../live/useLivePictures'
import { PictureBox } from '../PictureBox'
import { Overlay, shapeOfScene, shapeOfZone } from '../plan/Overlay'

interface Props {
  detail: Api<'CameraDetail'>
  live: LiveView
}

/** The live picture, masked, with what is watched in it drawn over it. */
export function LivePanel({ detail, live }: Props) {
  const text = useText()
  const { number } = useFormats()
  const may = useMay('camera.look')
  const [drawn, setDrawn] = useLocalStorage({
    key: 'luylau.camera-overlay',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  const { camera } = detail
  const stale = useStale(live.pictures, camera.id)
  const shapes = [
    ...detail.zones.map((zone) => shapeOfZone(zone)),
    ...detail.scenes.map((scene) => shapeOfScene(scene)),
  ]
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-cameras-live')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {text('console-cameras-live')}
          </Title>
          {may && shapes.length > 0 && (
            <Switch
              label={text('console-cameras-overlay')}
              checked={drawn}
              onChange={(event) => setDrawn(event.currentTarget.checked)}
            />
          )}
        </Group>
        {may ? (
          <PictureBox
            camera={camera.id}
            name={camera.name}
            pictures={live.pictures}
            width={detail.width}
            height={detail.height}
          >
            {(aspect) => drawn && shapes.length > 0 && <Overlay shapes={shapes} aspect={aspect} />}
          </PictureBox>
        ) : (
          <Empty
            icon={EyeOff}
            title={text('console-cameras-no-look')}
            hint={text('console-cameras-no-look-hint')}
          />
        )}
        <Group gap="md">
          <Group gap={6}>
            <Icon of={PersonStanding} size={20} />
            <Text>{text('console-cameras-people', { count: number(camera.people, 0) })}</Text>
          </Group>
          <Group gap={6}>
            <Icon of={Truck} size={20} />
            <Text>{text('console-cameras-vehicles', { count: number(camera.vehicles, 0) })}</Text>
          </Group>
          {may && stale === 'none' && <Text role="status">{text('console-cameras-no-picture')}</Text>}
          {may && <Text c="dimmed">{text('console-cameras-masked')}</Text>}
        </Group>
      </Stack>
    </Paper>
  )
}
