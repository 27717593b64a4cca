import { Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Api, Severity } from '../api/types'
import { byArrows } from '../app/arrows'
import { useMay } from '../app/session'
import { SeverityMark } from '../assets/SeverityMark'
import { useText } from '../i18n/text'
import { IncidentState } from '../incidents/IncidentState'
import type { State } from '../incidents/states'
import classes from './Shifts.module.css'

interface Props {
  shift: Api<'Shift'>
}

/** The incidents that are not over, or were not when the shift was handed over, the most urgent first. */
export function Incidents({ shift: { state, incidents, open_incidents: count } }: Props) {
  const text = useText()
  const may = useMay('incident.read')
  const title = text(state === 'running' ? 'console-shifts-open' : 'console-shifts-open-then', { count })
  return (
    <section aria-label={title}>
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {count === 0 && <Text c="dimmed">{text('console-shifts-open-none')}</Text>}
      {incidents.length < count && (
        <Text mb="xs">{text('console-shifts-listed-most', { count: incidents.length })}</Text>
      )}
      <ol className={classes.list} onKeyDown={byArrows}>
        {incidents.map((one) => {
          const words = (
            <>
              <SeverityMark severity={one.severity as Severity} />
              <IncidentState state={one.state as State} />
              <span className={may ? classes.title : classes.words}>{one.title}</span>
              <Text component="span" size="sm">
                {[text('console-incidents-urgency', { urgency: one.urgency }), one.owner_name]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </>
          )
          return (
            <li key={one.id}>
              {may ? (
                <Link href={`/incidents/${one.id}`} className={classes.row}>
                  {words}
                </Link>
              ) : (
                <div className={classes.row}>{words}</div>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
