import { Paper, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import type { Api } from '../../api/types'
import { useNow } from '../../app/useNow'
import { useFormats, useText } from '../../i18n/text'
import classes from './CameraPage.module.css'

interface Props {
  detail: Api<'CameraDetail'>
  /** Which model looks; "" none, `null` as long as it is not known. */
  detector: string | null
}

/** How the camera's stream and the looking at it are doing. */
export function Health({ detail, detector }: Props) {
  const text = useText()
  const { number, time, ago } = useFormats()
  const now = useNow()
  const { camera } = detail
  const told = camera.phase !== 'unknown'
  const rows: [key: string, value: string][] = [
    ['last', camera.last ? `${time(new Date(camera.last))} (${ago(new Date(camera.last), now)})` : ''],
    ['since', camera.since ? time(new Date(camera.since)) : ''],
    ['frames', told ? text('console-cameras-per-second', { count: number(camera.frames_per_s, 1) }) : ''],
    ['analyses', told ? text('console-cameras-per-second', { count: number(camera.analyses_per_s, 1) }) : ''],
    [
      'age',
      told && camera.age_ms > 0
        ? text('console-cameras-milliseconds', { count: number(camera.age_ms, 0) })
        : '',
    ],
    ['dropped', told ? number(camera.dropped, 0) : ''],
    ['bitrate', told ? text('console-cameras-megabits', { count: number(detail.bitrate_mbps, 2) }) : ''],
    ['reconnects', told ? number(detail.reconnects, 0) : ''],
    ['broken', told ? number(detail.broken, 0) : ''],
    ['codec', detail.codec],
    ['size', detail.width > 0 ? `${detail.width} × ${detail.height}` : ''],
    ['lazy', told ? text(detail.lazy ? 'console-cameras-lazy-yes' : 'console-cameras-lazy-no') : ''],
    ['detector', detector === null ? '' : detector || text('console-cameras-motion-only')],
    ['main', detail.main],
    ['sub', detail.sub],
  ]
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-cameras-health')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-cameras-health')}
      </Title>
      <dl className={classes.figures}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([key, value]) => (
            <Fragment key={key}>
              <Text component="dt" size="sm">
                {text(`console-cameras-health-${key}`)}
              </Text>
              <dd>{value}</dd>
            </Fragment>
          ))}
      </dl>
    </Paper>
  )
}
