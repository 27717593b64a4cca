import { Text } from '@mantine/core'
import { CircleAlert, EyeOff, PersonStanding, TriangleAlert, Truck } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useFormats, useText } from '../../i18n/text'
import type { CameraEvent } from '../events/filter'
import { LivePicture, useStale } from '../live/LivePicture'
import type { Pictures } from '../live/pictures'
import { PhaseMark } from '../PhaseMark'
import type { Camera } from '../phases'
import { SimulatedTag } from '../SimulatedTag'
import classes from './Wall.module.css'

interface Props {
  camera: Camera
  /** The key that opens it; none beyond the ninth. */
  digit: number | null
  pictures: Pictures | null
  /** Whether the person may see pictures. */
  may: boolean
  /** What it sees right now and that lasts. */
  lasting: readonly CameraEvent[]
}

/** One camera on the wall: its picture, how it is, what it sees. */
export function Tile({ camera, digit, pictures, may, lasting }: Props) {
  const text = useText()
  const { number } = useFormats()
  const [first] = lasting
  return (
    <Link
      href={`/cameras/${camera.id}`}
      className={classes.tile}
      data-alarm={first ? first.severity : undefined}
      {...(digit !== null && { 'aria-keyshortcuts': String(digit), 'data-digit': digit })}
    >
      <span className={classes.view}>
        {may && (
          <LivePicture
            pictures={pictures}
            camera={camera.id}
            label={text('console-cameras-picture', { camera: camera.name })}
          />
        )}
        <Instead camera={camera} pictures={pictures} may={may} />
      </span>
      <span className={classes.caption}>
        {first && (
          <span className={classes.alarm} data-severity={first.severity}>
            <Icon of={TriangleAlert} size={18} />
            <span>
              {text(`console-severity-${first.severity}`)}
              {': '}
              {lasting.length > 1
                ? text('console-cameras-lasting-more', { title: first.title, count: lasting.length - 1 })
                : first.title}
            </span>
          </span>
        )}
        <span className={classes.line}>
          <Text component="span" fw={650} className={classes.name}>
            {camera.name}
          </Text>
          {camera.simulated && <SimulatedTag />}
        </span>
        <span className={classes.line}>
          <PhaseMark phase={camera.phase} />
          {camera.phase === 'streaming' && (
            <span className={classes.counts}>
              <Icon of={PersonStanding} size={16} />
              <span>{text('console-cameras-people', { count: number(camera.people, 0) })}</span>
              <Icon of={Truck} size={16} />
              <span>{text('console-cameras-vehicles', { count: number(camera.vehicles, 0) })}</span>
            </span>
          )}
        </span>
        {camera.conditions.map((condition) => (
          <span key={condition} className={classes.condition}>
            <Icon of={CircleAlert} size={16} /> {condition}
          </span>
        ))}
      </span>
    </Link>
  )
}

/** What stands where there is no picture: why, and what can be done. */
function Instead({ camera, pictures, may }: Pick<Props, 'camera' | 'pictures' | 'may'>) {
  const text = useText()
  const stale = useStale(pictures, camera.id)
  if (camera.fault && stale !== 'live') {
    return (
      <span className={classes.instead} data-over={stale === 'none' ? undefined : 'true'}>
        <Text component="span" fw={650}>
          {camera.fault}
        </Text>
        {camera.remedy && <span className={classes.remedy}>{camera.remedy}</span>}
      </span>
    )
  }
  if (!may)
    return (
      <span className={classes.instead}>
        <Icon of={EyeOff} size={28} />
        <span>{text('console-cameras-no-look-short')}</span>
      </span>
    )
  if (stale !== 'none') return null
  return (
    <span className={classes.instead}>
      <span>
        {text(camera.phase === 'unknown' ? 'console-cameras-no-worker' : 'console-cameras-no-picture')}
      </span>
    </span>
  )
}
