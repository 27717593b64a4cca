import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { useEvidence } from './useEvidence'

interface Props {
  outages: readonly Api<'Outage'>[]
  onShow: (element: string, feeder: string) => void
}

/** What is dark, on what it hangs, and what it takes with it; the most customers first. */
export function Outages({ outages, onShow }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { minute, number } = useFormats()
  const evidence = useEvidence()
  const backup = ({ name: site, backup_h: whole, backup_left_h: left }: Api<'CriticalSite'>) => {
    if (left !== null) return text('console-grid-site-left', { site, hours: number(left, 1) })
    if (whole !== null) return text('console-grid-site', { site, hours: number(whole, 1) })
    return text('console-grid-site-unknown', { site })
  }
  if (outages.length === 0) return <Text c="dimmed">{text('console-grid-no-outage')}</Text>
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {outages.map((outage) => (
        <li key={outage.id}>
          <Button
            variant="default"
            fullWidth
            h="auto"
            py="xs"
            justify="flex-start"
            onClick={() => onShow(outage.element, outage.feeder)}
          >
            <Stack gap={2} align="flex-start" ta="left" style={{ whiteSpace: 'normal' }}>
              <Group gap="xs">
                <Text fw={650}>
                  {text('console-grid-outage', {
                    element: outage.element,
                    feeder: outage.feeder_name || '–',
                  })}
                </Text>
                {outage.estimate && <Badge variant="outline">{text('console-grid-estimated')}</Badge>}
              </Group>
              <Text size="sm">
                {text('console-grid-outage-lost', {
                  customers: number(outage.lost.customers, 0),
                  load: number(outage.lost.p_mw, 1),
                })}
              </Text>
              {outage.since !== null && !outage.estimate?.since && (
                <Text size="sm">{text('console-grid-since', { time: minute(new Date(outage.since)) })}</Text>
              )}
              {outage.estimate && <Text size="sm">{evidence(outage)}</Text>}
              <Text size="sm" c="dimmed">
                {Object.entries(outage.kinds)
                  .map(([kind, count]) => {
                    const known = kindOf(city, kind)
                    return `${number(count, 0)} ${known ? nameIn(language, known) : kind}`
                  })
                  .join(' · ')}
              </Text>
              {outage.critical_sites.map((site) => (
                <Text key={site.asset || site.name} size="sm" fw={600}>
                  {backup(site)}
                </Text>
              ))}
            </Stack>
          </Button>
        </li>
      ))}
    </Stack>
  )
}
