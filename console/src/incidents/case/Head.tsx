import { ActionIcon, Badge, Button, Group, Text, Title } from '@mantine/core'
import { ArrowLeft, FileText, Keyboard, Sheet } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useNow } from '../../app/useNow'
import { SeverityMark } from '../../assets/SeverityMark'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { DrillMark } from '../DrillMark'
import { DueClock } from '../DueClock'
import { isOver } from '../states'
import classes from './Head.module.css'
import { Stepper } from './Stepper'
import { Urgency } from './Urgency'

interface Props {
  incident: Api<'IncidentDetail'>
  assumed: boolean
  back: string
  onKeys: () => void
}

/** What a case is, where it is in its life, how urgent it is and why, and who has it. */
export function Head({ incident, assumed, back, onKeys }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { time, ago, minute } = useFormats()
  const now = useNow()
  const opened = new Date(incident.opened)
  const files = `/api/v1/incidents/${incident.id}/export`
  const ended =
    incident.resolution &&
    `${text('console-incidents-ended')}: ${text(`console-incidents-resolution-${incident.resolution}`)}`
  return (
    <header className={classes.head}>
      <Group justify="space-between" gap="xs">
        <Button
          component={Link}
          href={back}
          variant="default"
          leftSection={<Icon of={ArrowLeft} size={20} />}
        >
          {text('console-incidents-back')}
        </Button>
        <Group gap="xs">
          <Button
            component="a"
            href={`${files}/pdf`}
            download
            variant="default"
            leftSection={<Icon of={FileText} size={20} />}
          >
            {text('console-incidents-export-pdf')}
          </Button>
          <Button
            component="a"
            href={`${files}/csv`}
            download
            variant="default"
            leftSection={<Icon of={Sheet} size={20} />}
          >
            {text('console-incidents-export-csv')}
          </Button>
          <ActionIcon color="gray" aria-label={text('console-incidents-keys')} onClick={onKeys}>
            <Icon of={Keyboard} />
          </ActionIcon>
        </Group>
      </Group>
      {incident.drill && (
        <div className={classes.drill} role="note">
          <DrillMark />
          <Text fw={650}>{text('console-incidents-drill-note')}</Text>
        </div>
      )}
      <Group gap="sm">
        <SeverityMark severity={incident.severity} />
        {incident.simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
        {assumed && (
          <Badge variant="outline" color="gray">
            {text('console-assumed')}
          </Badge>
        )}
        <DueClock of={incident} now={now} />
      </Group>
      {incident.due && (
        <Text size="sm">
          {text('console-incidents-due-why', { state: incident.state, time: minute(new Date(incident.due)) })}
        </Text>
      )}
      <Title order={1} size="h2">
        {nameIn(language, { names: incident.names })}
      </Title>
      <Text>{[incident.asset_name, incident.place_name].filter(Boolean).join(' · ')}</Text>
      <Text c="dimmed">{text('console-incidents-since', { time: time(opened), ago: ago(opened, now) })}</Text>
      <Stepper state={incident.state} />
      <Group gap="lg" align="flex-start">
        {!isOver(incident.state) && <Urgency urgency={incident.urgency} parts={incident.urgency_parts} />}
        <dl className={classes.who}>
          <Text component="dt" size="sm" c="dimmed">
            {text('console-incidents-owner')}
          </Text>
          <dd>{incident.owner_name || text('console-incidents-nobody')}</dd>
          <Text component="dt" size="sm" c="dimmed">
            {text('console-incidents-agency')}
          </Text>
          <dd>{incident.agency_name || '–'}</dd>
        </dl>
      </Group>
      {incident.simulated && <Text size="sm">{text('console-incidents-simulated')}</Text>}
      {incident.snoozed_until && (
        <Text>
          {text('console-incidents-snoozed-until', { time: minute(new Date(incident.snoozed_until)) })}
        </Text>
      )}
      {ended && <Text>{[ended, incident.reason].filter(Boolean).join(' – ')}</Text>}
      {incident.merged_into && (
        <Button component={Link} href={`/incidents/${incident.merged_into}`} variant="light" w="fit-content">
          {text('console-incidents-merged-into')}
        </Button>
      )}
      {incident.learned && (
        <Text className={classes.said}>
          {text('console-incidents-learned')}: {incident.learned}
        </Text>
      )}
    </header>
  )
}
