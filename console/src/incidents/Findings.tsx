import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { SeverityMark } from '../assets/SeverityMark'
import { unitText, useValueText } from '../assets/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import classes from './Findings.module.css'
import { byWeight, fieldsOf } from './findings'
import { Sparkline } from './Sparkline'

interface Props {
  incident: Api<'IncidentDetail'>
  asset: Api<'AssetDetail'> | undefined
}

/** Why there is an incident: each finding in words, its value beside its limit, and the curve of its channel. */
export function Findings({ incident, asset }: Props) {
  const text = useText()
  const findings = byWeight(incident.findings)
  const channel = findings.find((finding) => finding.channel)?.channel
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-why')}>
      <Title order={3} size="h4" mb="xs">
        {text('console-incidents-why')}
      </Title>
      <Stack gap="md">
        {channel && asset && (
          <Sparkline
            asset={asset}
            channel={channel}
            since={Date.parse(incident.opened)}
            limits={findings
              .filter((finding) => finding.channel === channel)
              .flatMap(({ threshold }) => threshold ?? [])}
          />
        )}
        {findings.map((finding) => (
          <One key={finding.id} finding={finding} />
        ))}
      </Stack>
    </Paper>
  )
}

function One({ finding }: { finding: Api<'Finding'> }) {
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
        <Link href={`/rules/${finding.rule}`} className={classes.rule}>
          {nameIn(language, { names: finding.names })}
        </Link>
      </Group>
      <Text>{text(finding.key, fieldsOf(finding.fields, unitText))}</Text>
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
