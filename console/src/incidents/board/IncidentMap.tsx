import { Paper, Text } from '@mantine/core'
import { useEffect, useMemo } from 'react'
import type { Api } from '../../api/types'
import { useCity } from '../../app/session'
import { StateMark } from '../../assets/StateMark'
import { useText } from '../../i18n/text'
import { boundsOf, withRoom } from '../../map/features'
import { MapControls } from '../../map/MapControls'
import viewClasses from '../../map/MapView.module.css'
import { SOURCES } from '../../map/style'
import { useController } from '../../map/useController'
import { useTerritory } from '../../map/useTerritory'
import { SEVERITIES } from '../filter'
import classes from './Board.module.css'
import { incidentFeatures, LOOK_OF } from './marks'

interface Props {
  incidents: readonly Api<'IncidentSummary'>[]
  chosen: Api<'IncidentSummary'> | undefined
  onChoose: (id: string) => void
}

/** The incidents of the queue where they are; the chosen one is marked and brought into sight. */
export function IncidentMap({ incidents, chosen, onChoose }: Props) {
  const city = useCity()
  const text = useText()
  const bounds = useMemo(() => withRoom(city.bounds), [city])
  const { container, map } = useController({
    title: text('console-incidents-map'),
    bounds,
    chooseAsset: onChoose,
  })
  useTerritory(map)
  const features = useMemo(() => incidentFeatures(incidents, city), [incidents, city])
  useEffect(() => map?.show(SOURCES.assets, features), [map, features])
  useEffect(
    () => map?.show(SOURCES.chosen, chosen ? incidentFeatures([chosen], city) : []),
    [map, chosen, city],
  )
  const [lat, lon] = [chosen?.lat ?? null, chosen?.lon ?? null]
  useEffect(() => {
    if (lat !== null && lon !== null) map?.reveal(lon, lat)
  }, [map, lat, lon])

  const fitAll = () => {
    const placed = incidents.flatMap(({ lat: y, lon: x }) =>
      y === null || x === null ? [] : [{ lat: y, lon: x }],
    )
    map?.fit(boundsOf(placed) ?? bounds)
  }
  return (
    <div className={viewClasses.frame}>
      <div ref={container} className={`${viewClasses.map} ${classes.canvas}`} />
      <MapControls map={map} onFit={fitAll} />
      <div className={viewClasses.notes}>
        <Paper withBorder px="sm" py={4} className={classes.legend}>
          {SEVERITIES.map((severity) => (
            <Text key={severity} size="sm" component="span" className={classes.key}>
              <StateMark state={LOOK_OF[severity]} size={16} />
              {text(`console-severity-${severity}`)}
            </Text>
          ))}
        </Paper>
      </div>
    </div>
  )
}
