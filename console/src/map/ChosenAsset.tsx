import { Badge, Button, CloseButton, Group, Paper, Stack, Text } from '@mantine/core'
import { ArrowRight } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { headline, iconOf, kindOf } from '../assets/kinds'
import { StateMark } from '../assets/StateMark'
import { useValueText } from '../assets/values'
import { CameraLink } from '../cameras/CameraLink'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { useLiveValues } from '../live/LiveProvider'
import type { MapAsset } from './model'

interface Props {
  asset: MapAsset
  place: string
  onClose: () => void
}

/** The asset that is chosen, in short, with the way to its own page. */
export function ChosenAsset({ asset, place, onClose }: Props) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const valueText = useValueText()
  const live = useLiveValues(asset.id)
  const kind = kindOf(city, asset.kind)
  const shown = headline(kind)
  const newest = shown && live.get(shown.name)
  return (
    <Paper withBorder shadow="md" p="sm" component="section" aria-label={text('console-chosen')}>
      <Stack gap="xs">
        <Group wrap="nowrap" align="flex-start" gap="sm">
          <StateMark state={asset.state} size={28} />
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text fw={650}>{asset.name}</Text>
            <Group gap={6} c="dimmed">
              <Icon of={iconOf(kind?.icon ?? '')} size={16} />
              <Text size="sm">{[kind && nameIn(language, kind), place].filter(Boolean).join(' · ')}</Text>
            </Group>
          </div>
          <CloseButton aria-label={text('console-chosen-close')} onClick={onClose} />
        </Group>
        <Group justify="space-between">
          <Group gap="xs">
            <Text fw={600}>{text(`console-state-${asset.state}`)}</Text>
            {asset.simulated && <Badge variant="outline">{text('console-simulated')}</Badge>}
          </Group>
          {shown && (
            <Text size="xl" fw={700}>
              {valueText(newest ? newest.value : asset.value, shown.name, shown.unit)}
            </Text>
          )}
        </Group>
        <CameraLink asset={asset.id} kind={asset.kind} />
        <Button
          component={Link}
          href={`/assets/${asset.id}`}
          rightSection={<Icon of={ArrowRight} size={20} />}
        >
          {text('console-asset-open')}
        </Button>
      </Stack>
    </Paper>
  )
}
