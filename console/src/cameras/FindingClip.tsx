import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Problem } from '../api/problem'
import type { Api } from '../api/types'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import { ClipButton } from './clips/ClipButton'
import { Judging } from './events/Judging'
import classes from './FindingClip.module.css'
import { eventQuery } from './queries'

/** What the rules of cameras' findings begin with: there is a scene behind each, no rule of the pack. */
const OF_CAMERAS = 'scene-'

export const isOfCamera = ({ rule }: Pick<Api<'Finding'>, 'rule'>): boolean => rule.startsWith(OF_CAMERAS)

/** What a camera saw, beside its finding: the clip, and whether it was right. Nothing for what no camera found. */
export function FindingClip({ finding }: { finding: Api<'Finding'> }) {
  return useMay('camera.read') && isOfCamera(finding) ? <Seen event={finding.id} /> : null
}

function Seen({ event }: { event: string }) {
  const text = useText()
  const query = useQuery(eventQuery(event))
  if (query.error instanceof Problem && query.error.status === 404)
    return <Text c="dimmed">{text('console-cameras-finding-gone')}</Text>
  if (!query.data) return null
  return (
    <div className={classes.seen}>
      <ClipButton event={query.data} />
      <Judging event={query.data} />
    </div>
  )
}
