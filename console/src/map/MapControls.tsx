import { ActionIcon, Paper } from '@mantine/core'
import { Maximize, Minus, Plus } from 'lucide'
import type { ReactNode } from 'react'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import type { MapController } from './controller'
import classes from './MapView.module.css'

interface Props {
  map: MapController | null
  /** Shows all that there is. */
  onFit: () => void
  children?: ReactNode
}

/** What stands at a map's corner: nearer, farther, all; and what else a map offers. */
export function MapControls({ map, onFit, children }: Props) {
  const text = useText()
  return (
    <Paper withBorder shadow="sm" className={classes.controls}>
      <ActionIcon color="gray" aria-label={text('console-map-nearer')} onClick={() => map?.zoomBy(1)}>
        <Icon of={Plus} />
      </ActionIcon>
      <ActionIcon color="gray" aria-label={text('console-map-farther')} onClick={() => map?.zoomBy(-1)}>
        <Icon of={Minus} />
      </ActionIcon>
      <ActionIcon color="gray" aria-label={text('console-map-fit')} onClick={onFit}>
        <Icon of={Maximize} />
      </ActionIcon>
      {children}
    </Paper>
  )
}
