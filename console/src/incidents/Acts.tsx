import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Api } from '../api/types'
import { useKeptFocus } from '../app/focus'
import { Icon } from '../app/Icon'
import { useSession } from '../app/session'
import { useText } from '../i18n/text'
import { type Act, isPossible, NEEDS, nextStep, stepBack, type What } from './acts'
import { Assigning, Resolving, Reviewing, Snoozing } from './case/forms'
import { ACT_ICONS } from './icons'
import { Meanwhile } from './Meanwhile'
import { shortcutFor } from './shortcuts'
import type { Acting } from './useAct'

type Incident = Api<'IncidentDetail'>

/** The acts that lead on, in the order of their buttons. What takes one back has a button of its own. */
const OFFERED = ['confirm', 'take', 'assign', 'start', 'resolve', 'review', 'snooze', 'wake'] as const
/** Those that ask for something first. */
const ASKING = ['assign', 'resolve', 'review', 'snooze'] as const
type Asking = (typeof ASKING)[number]
type Plain = Extract<Act, { what: What }> & { what: Exclude<What, Asking | 'comment'> }

interface Props {
  incident: Incident
  act: Acting
}

/** What can be done about an incident: the next step of its life, others, and the step back. */
export function Acts({ incident, act }: Props) {
  const text = useText()
  const { user, actions } = useSession()
  const [asking, setAsking] = useState<Asking | null>(null)
  const section = useRef<HTMLElement>(null)
  useKeptFocus(section, act.isPending)
  const may = (what: What) => actions.includes(NEEDS[what])
  if (!Object.values(NEEDS).some((action) => actions.includes(action))) {
    return (
      <Text role="note" size="sm">
        {text('console-incidents-only-look')}
      </Text>
    )
  }
  const next = nextStep(incident)
  const back = stepBack(incident)
  const offered = OFFERED.filter(
    (what) => may(what) && isPossible(what, incident) && !(what === 'take' && incident.owner === user.id),
  )
  const asked = asking && offered.includes(asking) ? asking : null
  const press = (what: (typeof OFFERED)[number]) => {
    const asks = ASKING.find((one) => one === what)
    if (asks) setAsking(asks)
    else act.mutate({ what } as Plain)
  }
  const send = (wanted: Act, forget: () => void) =>
    act.mutate(wanted, {
      onSuccess: () => {
        forget()
        setAsking(null)
      },
    })
  const button = (what: (typeof OFFERED)[number]) => (
    <Button
      key={what}
      {...shortcutFor(what)}
      variant={what === next ? 'filled' : 'default'}
      leftSection={<Icon of={ACT_ICONS[what]} size={20} />}
      loading={act.isPending && act.variables?.what === what}
      disabled={act.isPending}
      onClick={() => press(what)}
    >
      {text(`console-act-${what}`)}
    </Button>
  )
  return (
    <Paper ref={section} withBorder p="md" component="section" aria-label={text('console-incidents-acts')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-incidents-acts')}
      </Title>
      <Stack gap="sm">
        {act.conflict && <Meanwhile incident={incident} act={act} conflict={act.conflict} />}
        {asked ? (
          <Asked
            asked={asked}
            incident={incident}
            busy={act.isPending}
            onSend={send}
            onCancel={() => setAsking(null)}
          />
        ) : (
          <>
            {offered.filter((what) => what === next).map(button)}
            <Group gap="xs" grow preventGrowOverflow={false}>
              {offered.filter((what) => what !== next).map(button)}
              {back && may(back) && (
                <Button
                  data-shortcut="u"
                  aria-keyshortcuts="U"
                  variant="default"
                  leftSection={<Icon of={ACT_ICONS[back]} size={20} />}
                  loading={act.isPending && act.variables?.what === back}
                  disabled={act.isPending}
                  onClick={() => act.mutate({ what: back } as Plain)}
                >
                  {text(`console-act-${back}`)}
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  )
}

interface AskedProps {
  asked: Asking
  incident: Incident
  busy: boolean
  onSend: (act: Act, forget: () => void) => void
  onCancel: () => void
}

/** What an act asks for before it is done. */
function Asked({ asked, incident, busy, onSend, onCancel }: AskedProps) {
  const text = useText()
  const of = { incident: incident.id, label: text(`console-act-${asked}`), busy, onCancel }
  switch (asked) {
    case 'assign':
      return (
        <Assigning
          {...of}
          now={{ owner: incident.owner, agency: incident.agency }}
          names={[incident.owner_name, incident.agency_name].filter(Boolean)}
          onSend={(sent, forget) => onSend({ what: asked, ...sent }, forget)}
        />
      )
    case 'resolve':
      return <Resolving {...of} onSend={(sent, forget) => onSend({ what: asked, ...sent }, forget)} />
    case 'review':
      return <Reviewing {...of} onSend={(sent, forget) => onSend({ what: asked, ...sent }, forget)} />
    case 'snooze':
      return <Snoozing {...of} onSend={(sent, forget) => onSend({ what: asked, ...sent }, forget)} />
  }
}
