import { Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { GitMerge, Link2, Unlink } from 'lucide'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Api, Severity } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { SeverityMark } from '../../assets/SeverityMark'
import { useText } from '../../i18n/text'
import { isPossible, type NewLink } from '../acts'
import { IncidentState } from '../IncidentState'
import { incidentQuery } from '../queries'
import type { State } from '../states'
import type { Acting } from '../useAct'
import { ActForm } from './forms'
import { OtherIncident } from './OtherIncident'
import classes from './Related.module.css'

interface Props {
  incident: Api<'IncidentDetail'>
  act: Acting
}

/** The cases that this one has to do with: linked ones, those merged into it; and linking and merging it. */
export function Related({ incident, act }: Props) {
  const text = useText()
  const may = useMay('incident.merge')
  const [asking, setAsking] = useState<'link' | 'merge' | null>(null)
  const { links, merged } = incident
  if (!may && links.length === 0 && merged.length === 0) return null
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-case-related')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-case-related')}
        </Title>
        {links.length === 0 && merged.length === 0 && (
          <Text c="dimmed">{text('console-case-related-none')}</Text>
        )}
        <ul className={classes.list}>
          {links.map((link) => (
            <li key={link.incident} className={classes.link}>
              <Link href={`/incidents/${link.incident}`} className={classes.to}>
                <Text component="span" size="sm" c="dimmed">
                  {text(`console-case-related-${link.kind}`)}
                </Text>
                <Text component="span" fw={600}>
                  {link.title}
                </Text>
                <Group component="span" gap="xs">
                  <SeverityMark severity={link.severity as Severity} />
                  <IncidentState state={link.state as State} />
                </Group>
              </Link>
              {may && (
                <Button
                  variant="default"
                  leftSection={<Icon of={Unlink} size={20} />}
                  aria-label={text('console-case-related-unlink', { incident: link.title })}
                  onClick={() => act.mutate({ what: 'unlink', other: link.incident })}
                >
                  {text('console-act-unlink')}
                </Button>
              )}
            </li>
          ))}
          {merged.map((one, at) => (
            <li key={one}>
              <Merged incident={one} number={at + 1} />
            </li>
          ))}
        </ul>
        {asking === 'link' && <Linking incident={incident} act={act} onDone={() => setAsking(null)} />}
        {asking === 'merge' && <Merging incident={incident} act={act} onDone={() => setAsking(null)} />}
        {may && asking === null && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<Icon of={Link2} size={20} />}
              onClick={() => setAsking('link')}
            >
              {text('console-act-link')}
            </Button>
            {isPossible('merge', incident) && (
              <Button
                variant="default"
                leftSection={<Icon of={GitMerge} size={20} />}
                onClick={() => setAsking('merge')}
              >
                {text('console-act-merge')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

/** A case that was merged into this one. */
function Merged({ incident, number }: { incident: string; number: number }) {
  const text = useText()
  const { data } = useQuery(incidentQuery(incident))
  return (
    <Link href={`/incidents/${incident}`} className={classes.to}>
      <Text component="span" size="sm" c="dimmed">
        {text('console-case-related-merged', { number })}
      </Text>
      {data && (
        <Text component="span" fw={600}>
          {data.title}
        </Text>
      )}
    </Link>
  )
}

const KINDS: readonly NewLink[] = ['related', 'caused_by']

function Linking({ incident, act, onDone }: Props & { onDone: () => void }) {
  const text = useText()
  const [kind, setKind] = useState<NewLink>('related')
  const [to, setTo] = useState('')
  return (
    <ActForm
      label={text('console-act-link')}
      busy={act.isPending}
      ready={to !== ''}
      onSend={() => act.mutate({ what: 'link', to, kind }, { onSuccess: onDone })}
      onCancel={onDone}
    >
      <SegmentedControl
        aria-label={text('console-case-related-kind')}
        data={KINDS.map((one) => ({ value: one, label: text(`console-case-related-${one}`) }))}
        value={kind}
        onChange={(value) => setKind(KINDS.find((one) => one === value) ?? kind)}
      />
      <OtherIncident
        but={[incident.id, ...incident.links.map((one) => one.incident)]}
        drill={incident.drill}
        over
        value={to}
        onChange={setTo}
      />
    </ActForm>
  )
}

function Merging({ incident, act, onDone }: Props & { onDone: () => void }) {
  const text = useText()
  const [, go] = useLocation()
  const [into, setInto] = useState('')
  return (
    <ActForm
      label={text('console-act-merge')}
      busy={act.isPending}
      ready={into !== ''}
      onSend={() =>
        act.mutate({ what: 'merge', into }, { onSuccess: (other) => go(`/incidents/${other.id}`) })
      }
      onCancel={onDone}
    >
      <Text size="sm">{text('console-case-related-merge-hint')}</Text>
      <OtherIncident but={[incident.id]} drill={incident.drill} value={into} onChange={setInto} />
    </ActForm>
  )
}
