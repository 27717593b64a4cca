import { Button, Paper, Table, Text, Title } from '@mantine/core'
import type { Api } from '../api/types'
import { useNow } from '../app/useNow'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { useLiveValues } from '../live/LiveProvider'
import type { LiveValue } from '../live/store'
import { QualityMark } from './QualityMark'
import classes from './ValueTable.module.css'
import { useValueText } from './values'

interface Props {
  asset: Api<'AssetDetail'>
  chosen: string
  onChoose: (channel: string) => void
}

/** The newest value of each channel, live: how much, how good, how old. Choosing one shows its chart. */
export function ValueTable({ asset, chosen, onChoose }: Props) {
  const text = useText()
  const live = useLiveValues(asset.id)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-values')}>
      <Title order={2} size="h3" mb="xs">
        {text('console-values')}
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('console-channel')}</Table.Th>
              <Table.Th ta="right">{text('console-value')}</Table.Th>
              <Table.Th>{text('console-quality')}</Table.Th>
              <Table.Th>{text('console-measured')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {asset.channels.map((channel) => (
              <Row
                key={channel.name}
                channel={channel}
                live={live.get(channel.name)}
                chosen={channel.name === chosen}
                onChoose={() => onChoose(channel.name)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

interface RowProps {
  channel: Api<'AssetChannel'>
  live: LiveValue | undefined
  chosen: boolean
  onChoose: () => void
}

/** A value is called stale after so many periods without a newer one, as the platform does. */
const STALE_PERIODS = 3

function Row({ channel, live, chosen, onChoose }: RowProps) {
  const text = useText()
  const { language } = useLanguage()
  const formats = useFormats()
  const valueText = useValueText()
  const now = useNow()
  const newest = newestOf(channel, live)
  const age = newest ? (now.getTime() - newest.time) / 1000 : 0
  const stale = newest !== null && channel.period_s !== null && age > STALE_PERIODS * channel.period_s
  return (
    <Table.Tr data-chosen={chosen || undefined}>
      <Table.Td>
        <Button
          variant={chosen ? 'light' : 'subtle'}
          aria-pressed={chosen}
          onClick={onChoose}
          fullWidth
          justify="flex-start"
        >
          {nameIn(language, channel)}
        </Button>
      </Table.Td>
      <Table.Td className={classes.value}>
        {newest && valueText(newest.value, channel.name, channel.unit)}
      </Table.Td>
      <Table.Td>{newest && <QualityMark bits={newest.quality} />}</Table.Td>
      <Table.Td>
        {newest ? (
          <>
            <Text size="sm" component="div">
              {formats.ago(new Date(newest.time), now)}
              {stale && <strong> · {text('console-stale')}</strong>}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {formats.time(new Date(newest.time))}
            </Text>
          </>
        ) : (
          <Text size="sm">{text('console-never')}</Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

type Newest = Pick<LiveValue, 'time' | 'value' | 'quality'>

/** The newer of what came live and what the platform answered; `null` where there is neither. */
export function newestOf(channel: Api<'AssetChannel'>, live: LiveValue | undefined): Newest | null {
  const { latest } = channel
  const answered = latest && { time: Date.parse(latest.time), value: latest.value, quality: latest.quality }
  if (live && (!answered || live.time >= answered.time)) return live
  return answered ?? null
}
