import { Button, Stack, Text } from '@mantine/core'
import type { Api } from '../api/types'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'

interface Props {
  outages: readonly Api<'Outage'>[]
  onShow: (element: string) => void
}

/** What is dark, on what it hangs, and what it takes with it; the most customers first. */
export function Outages({ outages, onShow }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
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
            onClick={() => onShow(outage.element)}
          >
            <Stack gap={2} align="flex-start" ta="left" style={{ whiteSpace: 'normal' }}>
              <Text fw={650}>
                {text('console-grid-outage', {
                  element: outage.element,
                  feeder: outage.feeder_name || '–',
                })}
              </Text>
              <Text size="sm">
                {text('console-grid-outage-lost', {
                  customers: number(outage.lost.customers, 0),
                  load: number(outage.lost.p_mw, 1),
                })}
              </Text>
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
                  {text('console-grid-site', {
                    site: site.name,
                    hours: number(site.backup_left_h ?? site.backup_h ?? 0, 1),
                  })}
                </Text>
              ))}
            </Stack>
          </Button>
        </li>
      ))}
    </Stack>
  )
}
