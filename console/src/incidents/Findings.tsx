import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity, useMay } from '../app/session'
import { kindOf } from '../assets/kinds'
import { SeverityMark } from '../assets/SeverityMark'
import { unitText, useValueText } from '../assets/values'
import { FindingClip, isOfCamera } from '../cameras/FindingClip'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { isPossible } from './acts'
import { Splitting } from './case/Splitting'
import { curvesOf, rangeAround } from './curves'
import classes from './Findings.module.css'
import { byRule, byWeight, fieldsOf } from './findings'
import { ACT_ICONS } from './icons'
import { Lasting } from './Lasting'
import { Sparkline } from './Sparkline'
import type { Acting } from './useAct'

interface Props {
  incident: Api<'IncidentDetail'>
  act: Acting
}

/** So many findings are drawn at first; a cause explains hundreds. */
const FIRST = 5
const STEP = 50
const MINUTE_MS = 60_000

/** Why there is an incident: each finding in words, its value beside its limit, and the curves of what was measured. */
export function Findings({ incident, act }: Props) {
  const text = useText()
  const may = useMay('incident.merge')
  const [drawn, setDrawn] = useState(FIRST)
  const [splitting, setSplitting] = useState(false)
  const findings = byWeight(incident.findings)
  const shown = findings.slice(0, drawn)
  // What a cause explains is alike on all its devices: how many there are tells more than the curve of one.
  const curves = useMemo(
    () => (incident.cause ? [] : curvesOf(incident.findings.filter((one) => !isOfCamera(one)))),
    [incident.cause, incident.findings],
  )
  const now = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS
  const opened = Date.parse(incident.opened)
  const ended = incident.resolved ? Date.parse(incident.resolved) : null
  const { range, until } = rangeAround(opened, ended, now)
  const many = findings.length > (incident.cause ? 1 : FIRST) && findings.length === incident.findings_count
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-why')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-incidents-why')}
      </Title>
      <Stack gap="md">
        {many && <Lasting findings={findings} since={opened} until={ended ?? now} />}
        {curves.map((curve) => (
          <Sparkline
            key={`${curve.asset} ${curve.channel}`}
            curve={curve}
            named={curve.asset !== incident.asset}
            since={opened}
            range={range}
            until={until}
          />
        ))}
        {findings.length > FIRST && <Rules findings={findings} />}
        {shown.map((finding) => (
          <One key={finding.id} finding={finding} named={finding.asset !== incident.asset} />
        ))}
        {shown.length < findings.length && (
          <Button variant="default" onClick={() => setDrawn(drawn + STEP)}>
            {text('console-incidents-more-findings', { count: findings.length - shown.length })}
          </Button>
        )}
        {drawn > FIRST && (
          <Button variant="subtle" onClick={() => setDrawn(FIRST)}>
            {text('console-incidents-fold')}
          </Button>
        )}
        {splitting ? (
          <Splitting incident={incident} act={act} onDone={() => setSplitting(false)} />
        ) : (
          may &&
          isPossible('split', incident) && (
            <Button
              variant="default"
              leftSection={<Icon of={ACT_ICONS.split} size={20} />}
              onClick={() => setSplitting(true)}
            >
              {text('console-act-split')}
            </Button>
          )
        )}
      </Stack>
    </Paper>
  )
}

/** How many findings there are of which rule. */
function Rules({ findings }: { findings: readonly Api<'Finding'>[] }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  return (
    <ul className={classes.rules}>
      {byRule(findings).map(({ rule, names, all, lasting }) => (
        <Text key={rule} component="li">
          {text('console-incidents-of-rule', {
            rule: nameIn(language, { names }, rule),
            all: number(all, 0),
            lasting: number(lasting, 0),
          })}
        </Text>
      ))}
    </ul>
  )
}

interface OneProps {
  finding: Api<'Finding'>
  /** Whether to say which asset it is about. */
  named: boolean
}

function One({ finding, named }: OneProps) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { time } = useFormats()
  const valueText = useValueText()
  const channel = kindOf(city, finding.asset_kind)?.channels.find(({ name }) => name === finding.channel)
  const compared = channel && channel.unit === finding.unit && finding.threshold !== null
  return (
    <div className={classes.finding} data-over={finding.cleared !== null || undefined}>
      <Group gap="xs">
        <SeverityMark severity={finding.severity} />
        <Link
          href={isOfCamera(finding) ? `/cameras/${finding.asset}` : `/rules/${finding.rule}`}
          className={classes.rule}
        >
          {nameIn(language, { names: finding.names })}
        </Link>
      </Group>
      {named && finding.asset_name && (
        <Text size="sm" fw={600}>
          {[finding.asset_name, finding.place_name].filter(Boolean).join(' · ')}
        </Text>
      )}
      <Text>{text(finding.key, fieldsOf(finding.fields, unitText))}</Text>
      <FindingClip finding={finding} />
      {compared && (
        <dl className={classes.figures}>
          <div>
            <Text component="dt" size="sm" c="dimmed">
              {nameIn(language, channel)}
            </Text>
            <dd className={classes.figure}>{valueText(finding.value, channel.name, channel.unit)}</dd>
          </div>
          <div>
            <Text component="dt" size="sm" c="dimmed">
              {text('console-incidents-limit')}
            </Text>
            <dd className={classes.figure}>{valueText(finding.threshold, channel.name, channel.unit)}</dd>
          </div>
        </dl>
      )}
      <Text size="sm" c="dimmed">
        {finding.cleared
          ? text('console-incidents-finding-over', {
              from: time(new Date(finding.opened)),
              to: time(new Date(finding.cleared)),
            })
          : text('console-incidents-finding-lasts', {
              from: time(new Date(finding.opened)),
              seen: time(new Date(finding.last_seen)),
            })}
      </Text>
    </div>
  )
}
