import { Alert, Button, Chip, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { CircleCheck, Eye, Send, Undo2 } from 'lucide'
import { type FormEvent, useState } from 'react'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useProblemText } from '../app/problems'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import { isPossible } from './acts'
import { Entries } from './Timeline'
import { newsSince } from './timeline'
import { type Conflict, useAct } from './useAct'
import { useDraft } from './useDraft'

type Incident = Api<'IncidentDetail'>

const LONGEST = 2_000
const REASONS = ['solved', 'false-alarm', 'test', 'elsewhere'] as const

/** What can be done about an incident: take note of it, write something on it, close it, and take that back. */
export function Acts({ incident }: { incident: Incident }) {
  const text = useText()
  const may = {
    acknowledge: useMay('incident.acknowledge'),
    close: useMay('incident.close'),
    comment: useMay('incident.comment'),
  }
  const act = useAct(incident)
  const [closing, setClosing] = useState(false)
  const [comment, setComment] = useDraft(`${incident.id}.comment`)
  const [reason, setReason] = useDraft(`${incident.id}.reason`)
  const busy = act.isPending

  const sendComment = (event: FormEvent) => {
    event.preventDefault()
    if (!comment.trim()) return
    act.mutate({ what: 'comment', text: comment }, { onSuccess: () => setComment('') })
  }
  const again = (conflict: Conflict) =>
    act.mutate(conflict.act, {
      onSuccess: () => {
        if (conflict.act.what === 'comment') setComment('')
        if (conflict.act.what === 'close') setReason('')
      },
    })
  if (!may.acknowledge && !may.close && !may.comment) {
    return (
      <Text role="note" size="sm">
        {text('console-incidents-only-look')}
      </Text>
    )
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-acts')}>
      <Title order={3} size="h4" mb="xs">
        {text('console-incidents-acts')}
      </Title>
      <Stack gap="sm">
        {act.conflict && (
          <Meanwhile
            incident={incident}
            conflict={act.conflict}
            busy={busy}
            onAgain={again}
            onForget={act.forget}
          />
        )}
        {may.acknowledge && isPossible('acknowledge', incident) && (
          <Button
            data-shortcut="a"
            aria-keyshortcuts="A"
            leftSection={<Icon of={Eye} size={20} />}
            loading={busy && act.variables?.what === 'acknowledge'}
            onClick={() => act.mutate({ what: 'acknowledge' })}
          >
            {text('console-incidents-acknowledge')}
          </Button>
        )}
        {may.acknowledge && isPossible('unacknowledge', incident) && (
          <TakeBack act="unacknowledge" of={act} />
        )}
        {may.close && isPossible('reopen', incident) && <TakeBack act="reopen" of={act} />}
        {may.close &&
          isPossible('close', incident) &&
          (closing ? (
            <Closing
              reason={reason}
              busy={busy && act.variables?.what === 'close'}
              onReason={setReason}
              onCancel={() => setClosing(false)}
              onClose={() =>
                act.mutate(
                  { what: 'close', reason },
                  {
                    onSuccess: () => {
                      setReason('')
                      setClosing(false)
                    },
                  },
                )
              }
            />
          ) : (
            <Button
              data-shortcut="x"
              aria-keyshortcuts="X"
              variant="default"
              leftSection={<Icon of={CircleCheck} size={20} />}
              onClick={() => setClosing(true)}
            >
              {text('console-incidents-close')}
            </Button>
          ))}
        {may.comment && (
          <form onSubmit={sendComment}>
            <Stack gap="xs">
              <Textarea
                data-shortcut="c"
                aria-keyshortcuts="C"
                label={text('console-incidents-comment')}
                description={text('console-incidents-comment-kept')}
                autosize
                minRows={2}
                maxRows={10}
                maxLength={LONGEST}
                value={comment}
                onChange={(event) => setComment(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sendComment(event)
                  if (event.key === 'Escape') event.currentTarget.blur()
                }}
              />
              <Button
                type="submit"
                variant="default"
                disabled={!comment.trim()}
                loading={busy && act.variables?.what === 'comment'}
                leftSection={<Icon of={Send} size={20} />}
              >
                {text('console-incidents-comment-send')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Paper>
  )
}

interface TakeBackProps {
  act: 'unacknowledge' | 'reopen'
  of: ReturnType<typeof useAct>
}

/** Takes an acknowledgement or a closing back. */
function TakeBack({ act, of }: TakeBackProps) {
  const text = useText()
  return (
    <Button
      data-shortcut="u"
      aria-keyshortcuts="U"
      variant="default"
      leftSection={<Icon of={Undo2} size={20} />}
      loading={of.isPending && of.variables?.what === act}
      onClick={() => of.mutate({ what: act })}
    >
      {text(`console-incidents-${act}`)}
    </Button>
  )
}

interface ClosingProps {
  reason: string
  busy: boolean
  onReason: (reason: string) => void
  onCancel: () => void
  onClose: () => void
}

/** Closing asks why: in a word that is offered, or in one's own. */
function Closing({ reason, busy, onReason, onCancel, onClose }: ClosingProps) {
  const text = useText()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim()) onClose()
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" role="group" aria-label={text('console-incidents-reason')}>
          {REASONS.map((one) => {
            const words = text(`console-incidents-reason-${one}`)
            return (
              <Chip key={one} checked={reason === words} onChange={() => onReason(words)}>
                {words}
              </Chip>
            )
          })}
        </Group>
        <Textarea
          label={text('console-incidents-reason')}
          required
          autosize
          data-autofocus
          minRows={2}
          maxRows={8}
          maxLength={LONGEST}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
        <Group grow preventGrowOverflow={false}>
          <Button variant="default" onClick={onCancel}>
            {text('console-incidents-cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!reason.trim()}>
            {text('console-incidents-close')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface MeanwhileProps {
  incident: Incident
  conflict: Conflict
  busy: boolean
  onAgain: (conflict: Conflict) => void
  onForget: () => void
}

/** Says what happened since the person looked, and lets them do it all the same where it is still possible. */
function Meanwhile({ incident, conflict, busy, onAgain, onForget }: MeanwhileProps) {
  const text = useText()
  const say = useProblemText()
  const news = newsSince(incident.timeline, conflict.seen)
  const { what } = conflict.act
  return (
    <Alert color="yellow" role="alert" title={text('console-incidents-meanwhile')}>
      <Stack gap="xs">
        {conflict.problem.key !== 'incident-changed' && <Text>{say(conflict.problem).title}</Text>}
        {news.length > 0 && <Entries entries={news} />}
        {(what === 'close' || what === 'comment') && <Text>{text('console-incidents-text-kept')}</Text>}
        <Group>
          {isPossible(what, incident) && (
            <Button loading={busy} onClick={() => onAgain(conflict)}>
              {text(`console-incidents-again-${what}`)}
            </Button>
          )}
          <Button variant="default" onClick={onForget}>
            {text('console-incidents-dismiss')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
