import type { Feature } from 'geojson'
import type { Api, AssetState, City, Severity } from '../../api/types'
import { iconName, kindOf } from '../../assets/kinds'
import { rank } from '../../assets/states'
import { symbolName } from '../../map/symbols'
import { isOver } from '../states'

type Incident = Pick<
  Api<'IncidentSummary'>,
  'id' | 'asset_kind' | 'severity' | 'state' | 'lat' | 'lon' | 'opened'
>

/** The outline by which the map shows how grave an incident is. */
export const LOOK_OF: Readonly<Record<Severity, AssetState>> = {
  critical: 'alarm',
  major: 'warning',
  minor: 'faulty',
  info: 'passive',
}

const lookOf = ({ severity, state }: Incident): AssetState => (isOver(state) ? 'ok' : LOOK_OF[severity])

/** Incidents as the map draws them, the first of the queue last and so on top; none for what is nowhere. */
export function incidentFeatures(incidents: readonly Incident[], city: City): Feature[] {
  return incidents.toReversed().flatMap((incident) => {
    const { id, lat, lon } = incident
    if (lat === null || lon === null) return []
    const look = lookOf(incident)
    return [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lon, lat] },
        properties: {
          id,
          rank: rank(look),
          symbol: symbolName(iconName(kindOf(city, incident.asset_kind)), look),
        },
      },
    ]
  })
}
