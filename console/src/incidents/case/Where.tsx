import { Button, Paper, Text, Title } from '@mantine/core'
import { Map as MapIcon, MapPin } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { AssetLink } from '../../assets/AssetLink'
import { useText } from '../../i18n/text'
import classes from './Where.module.css'

interface Props {
  incident: Api<'IncidentDetail'>
  asset: Api<'AssetDetail'> | undefined
}

/** Whether an incident is about an asset of the city; one of the grid's own elements is none. */
export const isOfCity = ({ asset, asset_kind }: Api<'IncidentDetail'>) =>
  asset !== '' && !asset_kind.startsWith('grid-')

/** The asset and the unit that an incident is about, and the way to the map. */
export function Where({ incident, asset }: Props) {
  const text = useText()
  if (incident.asset === '') return null
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-incidents-where')}>
      <Title order={2} size="h4" mb="xs">
        {text('console-incidents-where')}
      </Title>
      {asset ? <AssetLink asset={asset} /> : <Text>{incident.asset_name}</Text>}
      {incident.place && (
        <Link href={`/places/${incident.place}`} className={classes.place}>
          <Icon of={MapPin} size={20} />
          {incident.place_name}
        </Link>
      )}
      <Button
        component={Link}
        href={
          isOfCity(incident)
            ? `/?asset=${incident.asset}`
            : `/grid?element=${encodeURIComponent(incident.asset)}`
        }
        variant="default"
        fullWidth
        leftSection={<Icon of={MapIcon} size={20} />}
      >
        {text(isOfCity(incident) ? 'console-asset-on-map' : 'console-grid')}
      </Button>
    </Paper>
  )
}
