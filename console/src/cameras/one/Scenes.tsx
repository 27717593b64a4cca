import { Badge, Group, Paper, Text, Title } from '@mantine/core'
import type { Api } from '../../api/types'
import { useText } from '../../i18n/text'
import classes from './CameraPage.module.css'
import { precisionOf } from './precision'

/** What is watched in the picture, and how often its findings were right. */
export function Scenes({ detail }: { detail: Api<'CameraDetail'> }) {
  const text = useText()
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-cameras-scenes')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-cameras-scenes')}
      </Title>
      {detail.scenes.length === 0 && <Text c="dimmed">{text('console-cameras-scenes-none')}</Text>}
      <ul className={classes.scenes}>
        {detail.scenes.map((scene) => {
          const { right, judged, seen } = precisionOf(detail.precision, scene.id)
          return (
            <li key={scene.id}>
              <Group gap="xs">
                <Text fw={650}>{scene.name}</Text>
                {!scene.enabled && <Badge variant="default">{text('console-cameras-scene-off')}</Badge>}
              </Group>
              <Text size="sm">{text(`console-cameras-kind-${scene.kind}`)}</Text>
              <Text size="sm" c="dimmed">
                {judged > 0
                  ? text('console-cameras-precision', { right, judged, seen })
                  : text('console-cameras-precision-none', { seen })}
              </Text>
            </li>
          )
        })}
      </ul>
    </Paper>
  )
}
