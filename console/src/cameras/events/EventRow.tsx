import { Badge, Group, Text } from '@mantine/core'
import { MapPin } from 'lucide'
import { Link } from 'wouter'
import type { Severity } from '../../api/types'
import { Icon } from '../../app/Icon'
import { SeverityMark } from '../../assets/SeverityMark'
import { useFormats, useText } from '../../i18n/text'
import { ClipButton } from '../clips/ClipButton'
import { SimulatedTag } from '../SimulatedTag'
import classes from './Events.module.css'
import { type CameraEvent, LABELS } from './filter'
import { Judging } from './Judging'

interface Props {
  event: CameraEvent
  /** Whether to say which camera saw it. */
  named: boolean
}

/** One thing that a camera saw: its picture, what and when, and whether it was right. */
export function EventRow({ event, named }: Props) {
  const text = useText()
  const { time, number } = useFormats()
  const opened = new Date(event.opened)
  return (
    <li className={classes.event}>
      <ClipButton event={event} />
      <div className={classes.about}>
        <Group gap="xs">
          <SeverityMark severity={event.severity as Severity} />
          <Text fw={650}>{event.title}</Text>
          {!event.cleared && <Badge variant="filled">{text('console-cameras-lasts')}</Badge>}
          {event.simulated && <SimulatedTag />}
        </Group>
        {event.explanation && <Text>{event.explanation}</Text>}
        {named && (
          <Link href={`/cameras/${event.camera}`} className={classes.camera}>
            <Icon of={MapPin} size={18} />
            {[event.camera_name, event.place_name].filter(Boolean).join(' · ')}
          </Link>
        )}
        <Text size="sm" c="dimmed">
          {[
            <time key="opened" dateTime={event.opened}>
              {event.cleared
                ? text('console-cameras-event-span', {
                    from: time(opened),
                    to: time(new Date(event.cleared)),
                  })
                : text('console-cameras-event-since', { from: time(opened) })}
            </time>,
            ' · ',
            LABELS.some((label) => label === event.label) ? text(`console-cameras-label-${event.label}`) : '',
            event.confidence > 0
              ? ` ${text('console-cameras-confidence', { percent: number(event.confidence * 100, 0) })}`
              : '',
            event.model ? ` · ${text('console-cameras-model', { model: event.model })}` : '',
          ]}
        </Text>
        <Judging event={event} />
      </div>
    </li>
  )
}
