import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Map as MapIcon, Unplug } from 'lucide'
import { Link, useParams, useSearchParams } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { CameraLink } from '../cameras/CameraLink'
import { ChartPanel } from '../charts/ChartPanel'
import { asRange } from '../charts/ranges'
import { CredentialPanel } from '../devices/CredentialPanel'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { usePlaceName } from '../places/usePlaceName'
import { About } from './About'
import { AssetIncidents } from './AssetIncidents'
import classes from './AssetPage.module.css'
import { iconOf, kindOf } from './kinds'
import { assetQuery } from './queries'
import { Related } from './Related'
import { StateMark } from './StateMark'
import { ValueTable } from './ValueTable'

/** One asset: what it measures and has measured, what it hangs on, what is wrong with it. */
export default function AssetPage() {
  const { asset = '' } = useParams()
  const query = useQuery(assetQuery(asset))
  return (
    <Loaded query={query} page>
      {(data) => <Asset asset={data} />}
    </Loaded>
  )
}

function Asset({ asset }: { asset: Api<'AssetDetail'> }) {
  const text = useText()
  const [search, setSearch] = useSearchParams()
  const channel =
    asset.channels.find(({ name }) => name === search.get('channel')) ??
    asset.channels.find(({ shown }) => shown) ??
    asset.channels[0]
  const keep = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now)
        next.set(name, value)
        return next
      },
      { replace: true },
    )
  return (
    <div className={classes.page}>
      <Heading asset={asset} />
      <div className={classes.columns}>
        <Stack className={classes.wide}>
          {channel ? (
            <>
              <ValueTable asset={asset} chosen={channel.name} onChoose={(name) => keep('channel', name)} />
              <ChartPanel
                asset={asset.id}
                channel={channel}
                range={asRange(search.get('range'))}
                onRange={(range) => keep('range', range)}
              />
            </>
          ) : (
            <Empty
              icon={Unplug}
              title={text('console-asset-passive')}
              hint={text('console-asset-passive-hint')}
            />
          )}
        </Stack>
        <Stack className={classes.narrow}>
          <AssetIncidents incidents={asset.incidents} />
          <Related asset={asset} />
          <About asset={asset} />
          {channel && <CredentialPanel asset={asset.id} />}
        </Stack>
      </div>
    </div>
  )
}

function Heading({ asset }: { asset: Api<'AssetDetail'> }) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const kind = kindOf(city, asset.kind)
  const name = nameIn(language, asset)
  const place = usePlaceName()(asset.place) || asset.place_name
  return (
    <Group justify="space-between" align="flex-start" component="header">
      <Group align="flex-start" gap="md" wrap="nowrap">
        <StateMark state={asset.state} size={44} />
        <div>
          <Title order={1} size="h2">
            {name}
          </Title>
          {name !== asset.name && <Text lang={city.languages[0]}>{asset.name}</Text>}
          <Group gap="xs">
            <Text fw={650}>{text(`console-state-${asset.state}`)}</Text>
            <Icon of={iconOf(kind?.icon ?? '')} size={18} />
            <Text c="dimmed">{[kind && nameIn(language, kind), place].filter(Boolean).join(' · ')}</Text>
            {asset.status === 'simulated' && <Badge variant="outline">{text('console-simulated')}</Badge>}
            {asset.assumed && (
              <Badge variant="outline" color="gray">
                {text('console-assumed')}
              </Badge>
            )}
          </Group>
        </div>
      </Group>
      <Group gap="xs">
        <CameraLink asset={asset.id} kind={asset.kind} />
        <Button
          component={Link}
          href={`/?asset=${asset.id}`}
          variant="default"
          leftSection={<Icon of={MapIcon} size={20} />}
        >
          {text('console-asset-on-map')}
        </Button>
      </Group>
    </Group>
  )
}
