import { Badge, Button, CloseButton, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay, useSession } from '../../app/session'
import { useNow } from '../../app/useNow'
import { SeverityMark } from '../../assets/SeverityMark'
import { percentOf } from '../../grid/useEvidence'
import { useText } from '../../i18n/text'
import { type Act, isPossible, NEEDS, nextStep } from '../acts'
import { DrillMark } from '../DrillMark'
import { DueClock } from '../DueClock'
import { IncidentState } from '../IncidentState'
import { ACT_ICONS } from '../icons'
import { Meanwhile } from '../Meanwhile'
import { incidentQuery } from '../queries'
import { shortcutFor } from '../shortcuts'
import { useAct } from '../useAct'
import classes from './Board.module.css'

interface Props {
  incident: Api<'IncidentSummary'>
  /** Address of its case. */
  href: string
  onClose: () => void
}

/** The incident chosen on the board in short: what it is, its next step, the way to its case. */
export function Preview({ incident, href, onClose }: Props) {
  const text = useText()
  const now = useNow()
  const { data } = useQuery(incidentQuery(incident.id))
  return (
    <article aria-label={incident.title} className={classes.preview}>
      <div className={classes.words}>
        <Group gap="xs">
          <SeverityMark severity={incident.severity} />
          <IncidentState state={incident.state} />
          {incident.drill && <DrillMark />}
          {incident.simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
          <DueClock of={incident} now={now} />
        </Group>
        <Text fw={650}>{incident.title}</Text>
        <Text size="sm">
          {[
            data?.cause &&
              text('console-cause-short', {
                name: data.cause.name,
                percent: percentOf(data.cause.probability),
                customers: data.cause.consequence.customers,
              }),
            incident.owner_name,
            incident.agency_name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      {data && <Next key={data.id} incident={data} />}
      <Button
        component={Link}
        href={href}
        data-shortcut="o"
        aria-keyshortcuts="O"
        variant="default"
        rightSection={<Icon of={ArrowRight} size={20} />}
      >
        {text('console-incidents-open-case')}
      </Button>
      <CloseButton aria-label={text('console-incidents-unchoose')} onClick={onClose} />
    </article>
  )
}

/** The steps of its life that ask for nothing, so that many can be gone through from the board. */
const PLAIN = ['confirm', 'take', 'start'] as const

function Next({ incident }: { incident: Api<'IncidentDetail'> }) {
  const text = useText()
  const { user } = useSession()
  const act = useAct(incident)
  const next = nextStep(incident)
  const what = PLAIN.find((one) => one === next)
  const may = useMay(what ? NEEDS[what] : 'incident.read')
  if (act.conflict) return <Meanwhile incident={incident} act={act} conflict={act.conflict} />
  if (!what || !may || !isPossible(what, incident)) return null
  if (what === 'take' && incident.owner === user.id) return null
  const wanted: Act = { what }
  return (
    <Button
      {...shortcutFor(what)}
      leftSection={<Icon of={ACT_ICONS[what]} size={20} />}
      loading={act.isPending}
      onClick={() => act.mutate(wanted)}
    >
      {text(`console-act-${what}`)}
    </Button>
  )
}
