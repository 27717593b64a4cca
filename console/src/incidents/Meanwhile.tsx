import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useProblemText } from '../app/problems'
import { useText } from '../i18n/text'
import { isPossible } from './acts'
import { Lines } from './Timeline'
import { linesOf, newsSince } from './timeline'
import type { Acting, Conflict } from './useAct'
import { useDraft } from './useDraft'

interface Props {
  incident: Api<'IncidentDetail'>
  act: Acting
  conflict: Conflict
}

/** The acts in which a person has written something. */
const WRITTEN: Readonly<Record<string, string>> = { resolve: 'reason', review: 'learned', comment: 'comment' }

/** Says what happened since the person looked, and lets them do it all the same where it is still possible. */
export function Meanwhile({ incident, act, conflict }: Props) {
  const text = useText()
  const say = useProblemText()
  const news = newsSince(incident.timeline, conflict.seen)
  const { what } = conflict.act
  const draft = WRITTEN[what]
  const [, setDraft] = useDraft(`${incident.id}.${draft}`)
  return (
    <Alert color="yellow" role="alert" title={text('console-incidents-meanwhile')}>
      <Stack gap="xs">
        {conflict.problem.key !== 'incident-changed' && <Text>{say(conflict.problem).title}</Text>}
        {news.length > 0 && <Lines lines={linesOf(news)} />}
        {draft && <Text>{text('console-incidents-text-kept')}</Text>}
        <Group>
          {isPossible(what, incident) && (
            <Button
              loading={act.isPending}
              onClick={() =>
                act.mutate(conflict.act, {
                  onSuccess: () => setDraft(''),
                })
              }
            >
              {text('console-incidents-again', { act: text(`console-act-${what}`) })}
            </Button>
          )}
          <Button variant="default" onClick={act.forget}>
            {text('console-incidents-dismiss')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
