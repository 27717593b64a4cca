import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Drama } from 'lucide'
import { Link, useLocation } from 'wouter'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useNow } from '../app/useNow'
import { useText } from '../i18n/text'
import { countdown } from '../incidents/useWords'
import classes from './Drills.module.css'
import { runningDrillsQuery } from './queries'

/** Says on every page, loudly, that a drill runs: nobody is to take it for real, or what is real for it. */
export function DrillBanner() {
  const may = useMay('playbook.read')
  return may ? <Running /> : null
}

function Running() {
  const text = useText()
  const [path] = useLocation()
  const { data } = useQuery(runningDrillsQuery)
  const running = (data?.items ?? []).filter(({ id }) => path !== `/drills/${id}`)
  return running.map((drill) => (
    <Link key={drill.id} href={`/drills/${drill.id}`} className={classes.banner}>
      <Icon of={Drama} size={20} />
      <Text component="span" fw={700} className={classes.loud}>
        {text('console-drills-runs', { drill: drill.name })}
      </Text>
      <Since begun={drill.begun} />
    </Link>
  ))
}

/** How long a drill has run. */
export function Since({ begun, ended }: { begun: string; ended?: string | null }) {
  const now = useNow()
  const until = ended ? Date.parse(ended) : now.getTime()
  return (
    <Text component="span" role="timer" aria-live="off" className={classes.clock}>
      {countdown(until - Date.parse(begun))}
    </Text>
  )
}
