import { Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { useFormats, useText } from '../i18n/text'
import { usePlaceName } from '../places/usePlaceName'
import classes from './About.module.css'

/** What the pack knows of an asset, with the source of it. */
export function About({ asset }: { asset: Api<'AssetDetail'> }) {
  const text = useText()
  const { number } = useFormats()
  const place = usePlaceName()(asset.place) || asset.place_name
  const rows: [key: string, value: ReactNode][] = [
    [
      'console-place',
      <Link key="place" href={`/places/${asset.place}`}>
        {place}
      </Link>,
    ],
    ['console-owner', asset.owner_name],
    ['console-criticality', text(`console-criticality-${asset.criticality}`)],
    ['console-status', text(`console-status-${asset.status}`)],
    ['console-backup', asset.backup_h > 0 ? text('console-hours', { count: number(asset.backup_h, 1) }) : ''],
    ['console-position', `${asset.lat.toFixed(5)}, ${asset.lon.toFixed(5)}`],
    ['console-source', asset.assumed ? `${text('console-assumed')}: ${asset.source}` : asset.source],
    ['console-id', asset.id],
  ]
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-about')}>
      <Title order={2} size="h3" mb="xs">
        {text('console-about')}
      </Title>
      <dl className={classes.list}>
        {rows
          .filter(([, value]) => value)
          .map(([key, value]) => (
            <div key={key} className={classes.row}>
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
