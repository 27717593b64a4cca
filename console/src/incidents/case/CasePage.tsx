import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { Api } from '../../api/types'
import { useSession } from '../../app/session'
import { Loaded } from '../../app/states'
import { useThingTitle } from '../../app/useTitle'
import { assetQuery } from '../../assets/queries'
import { PlaybookRunner } from '../../playbooks/PlaybookRunner'
import { IncidentReports } from '../../reports/IncidentReports'
import { Acts } from '../Acts'
import { Findings } from '../Findings'
import { asSearch, filterOf, inOrder, neighbour } from '../filter'
import { incidentQuery, queueQuery } from '../queries'
import { ShortcutHelp } from '../ShortcutHelp'
import { Timeline } from '../Timeline'
import { useAct } from '../useAct'
import { usePressed, useShortcuts } from '../useShortcuts'
import classes from './CasePage.module.css'
import { CausePanels } from './CausePanels'
import { Head } from './Head'
import { Notes } from './Notes'
import { Related } from './Related'
import { Tasks } from './Tasks'
import { isOfCity, Where } from './Where'

const KEYS = ['a', 't', 'g', 's', 'x', 'v', 'z', 'u', 'c', 'n'] as const

/** One case: what failed and why that is believed, who is hit, what to do, who does it, and all that happened. */
export function CasePage({ id }: { id: string }) {
  const { user } = useSession()
  const [, go] = useLocation()
  const [address] = useSearchParams()
  const filter = useMemo(() => filterOf(address), [address])
  const query = useQuery(incidentQuery(id))
  const queue = useQuery(queueQuery(filter, user.id))
  const page = useRef<HTMLDivElement>(null)
  const [help, { open, close }] = useDisclosure()
  const back = `/incidents${asSearch(filter, { at: id })}`

  const move = (step: 1 | -1) => {
    const ids = inOrder(queue.data?.items ?? [], filter.order).map((one) => one.id)
    const next = neighbour(ids, id, step)
    if (next) go(`/incidents/${next}${asSearch(filter)}`)
  }
  const press = usePressed(page)
  useShortcuts({ j: () => move(1), k: () => move(-1), b: () => go(back), ...press(KEYS), '?': open })

  return (
    <div ref={page} className={classes.page}>
      <Loaded query={query} page>
        {(incident) => <Case key={incident.id} incident={incident} back={back} onKeys={open} />}
      </Loaded>
      <ShortcutHelp opened={help} onClose={close} />
    </div>
  )
}

interface Props {
  incident: Api<'IncidentDetail'>
  back: string
  onKeys: () => void
}

function Case({ incident, back, onKeys }: Props) {
  const asset = useQuery({ ...assetQuery(incident.asset), enabled: isOfCity(incident) }).data
  const act = useAct(incident)
  useThingTitle(incident.title)
  return (
    <article className={classes.case} aria-label={incident.title}>
      <Head incident={incident} assumed={asset?.assumed ?? false} back={back} onKeys={onKeys} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {incident.cause && <CausePanels cause={incident.cause} />}
          <Findings incident={incident} act={act} />
          <Where incident={incident} asset={asset} />
          <IncidentReports incident={incident.id} />
          <Related incident={incident} act={act} />
        </div>
        <div className={classes.side}>
          <div className={classes.acts}>
            <Acts incident={incident} act={act} />
          </div>
          <PlaybookRunner incident={incident.id} />
          <Tasks incident={incident} />
          <Notes incident={incident} act={act} />
          <Timeline entries={incident.timeline} />
        </div>
      </div>
    </article>
  )
}
