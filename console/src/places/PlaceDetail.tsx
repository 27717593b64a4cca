import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Map as MapIcon, MapPinOff } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { Empty, Loaded } from '../app/states'
import { AssetIncidents } from '../assets/AssetIncidents'
import { AssetLink } from '../assets/AssetLink'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { useAssets } from '../map/useAssets'
import classes from './PlaceDetail.module.css'
import { placeIncidentsQuery } from './queries'

/** One unit: its figures with their source, its open incidents, and every asset in it. */
export function PlaceDetail({ id, places }: { id: string; places: readonly Api<'Place'>[] }) {
  const text = useText()
  const { language } = useLanguage()
  const place = places.find((one) => one.id === id)
  const incidents = useQuery(placeIncidentsQuery(id))
  const assets = useAssets()
  if (!place) return <Empty icon={MapPinOff} title={text('console-place-unknown')} page />
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {nameIn(language, place)}
        </Title>
        <Group gap="xs">
          <Button
            component={Link}
            href="/places"
            variant="default"
            leftSection={<Icon of={ArrowLeft} size={20} />}
          >
            {text('console-places')}
          </Button>
          <Button
            component={Link}
            href={`/?place=${place.id}`}
            variant="default"
            leftSection={<Icon of={MapIcon} size={20} />}
          >
            {text('console-asset-on-map')}
          </Button>
        </Group>
      </Group>
      <div className={classes.columns}>
        <Stack>
          <Figures place={place} />
          <Loaded query={incidents}>{({ items }) => <AssetIncidents incidents={items} />}</Loaded>
        </Stack>
        <Paper withBorder p="md" component="section" aria-label={text('console-list')}>
          <Title order={2} size="h3" mb="xs">
            {text('console-place-assets', { count: place.assets })}
          </Title>
          <Loaded query={assets}>
            {(all) => (
              <div className={classes.assets}>
                {all
                  .filter((asset) => asset.place === id)
                  .map((asset) => (
                    <AssetLink key={asset.id} asset={asset} />
                  ))}
              </div>
            )}
          </Loaded>
        </Paper>
      </div>
    </div>
  )
}

function Figures({ place }: { place: Api<'Place'> }) {
  const text = useText()
  const { number } = useFormats()
  const rows: [key: string, value: string][] = [
    ['console-places-population', place.population === null ? '' : number(place.population, 0)],
    ['console-places-area_km2', place.area_km2 === null ? '' : number(place.area_km2, 1)],
    [
      'console-places-density',
      place.population && place.area_km2 ? number(place.population / place.area_km2, 0) : '',
    ],
    ['console-place-code', place.code],
    ['console-source', place.assumed ? `${text('console-assumed')}: ${place.source}` : place.source],
  ]
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-about')}>
      <dl className={classes.figures}>
        {rows
          .filter(([, value]) => value)
          .map(([key, value]) => (
            <div key={key}>
              <Text component="dt" size="sm" c="dimmed">
                {text(key)}
              </Text>
              <Text component="dd" className={classes.value}>
                {value}
              </Text>
            </div>
          ))}
      </dl>
    </Paper>
  )
}
