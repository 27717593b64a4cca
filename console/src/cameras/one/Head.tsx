import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { ArrowLeft, CircleAlert, Map as MapIcon, Radio, TriangleAlert, WifiOff } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import type { LineState } from '../live/line'
import { PhaseMark } from '../PhaseMark'
import { SimulatedTag } from '../SimulatedTag'
import classes from './CameraPage.module.css'
import { NewPicture } from './NewPicture'

/** Which camera it is, how it is, and the ways on. */
export function Head({ detail: { camera }, line }: { detail: Api<'CameraDetail'>; line: LineState }) {
  const text = useText()
  const may = useMay('camera.look')
  const mayRelearn = useMay('camera.relearn')
  return (
    <header>
      <Button
        component={Link}
        href="/cameras"
        variant="subtle"
        leftSection={<Icon of={ArrowLeft} size={20} />}
        mb="xs"
      >
        {text('console-cameras-wall')}
      </Button>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h2">
            {camera.name}
          </Title>
          <Group gap="sm">
            <PhaseMark phase={camera.phase} />
            {camera.simulated && <SimulatedTag />}
            <Link href={`/places/${camera.place}`} className={classes.place}>
              {camera.place_name}
            </Link>
          </Group>
        </div>
        <Group gap="xs">
          {mayRelearn && camera.phase === 'streaming' && <NewPicture camera={camera} />}
          <Button
            component={Link}
            href={`/assets/${camera.id}`}
            variant="default"
            leftSection={<Icon of={Radio} size={20} />}
          >
            {text('console-cameras-asset')}
          </Button>
          <Button
            component={Link}
            href={`/?asset=${camera.id}`}
            variant="default"
            leftSection={<Icon of={MapIcon} size={20} />}
          >
            {text('console-asset-on-map')}
          </Button>
        </Group>
      </Group>
      {camera.fault && (
        <Alert
          mt="sm"
          color="red"
          icon={<Icon of={TriangleAlert} />}
          title={camera.fault}
          className={classes.fault}
        >
          {camera.remedy}
        </Alert>
      )}
      {camera.phase === 'unknown' && (
        <Alert
          mt="sm"
          color="yellow"
          icon={<Icon of={TriangleAlert} />}
          title={text('console-cameras-nobody')}
        >
          {text('console-cameras-nobody-hint')}
        </Alert>
      )}
      {camera.conditions.length > 0 && (
        <Alert
          mt="sm"
          color="orange"
          icon={<Icon of={CircleAlert} />}
          title={text('console-cameras-conditions')}
        >
          {camera.conditions.map((condition) => (
            <Text key={condition}>{condition}</Text>
          ))}
        </Alert>
      )}
      {may && (line === 'lost' || line === 'refused') && (
        <Alert
          mt="sm"
          color="red"
          role="alert"
          icon={<Icon of={WifiOff} />}
          title={text(`console-cameras-line-${line}`)}
        />
      )}
    </header>
  )
}
