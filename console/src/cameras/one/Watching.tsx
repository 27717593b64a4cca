import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { EventList } from '../events/EventList'
import { Choices, Labels } from '../events/Finer'
import { asSearch, type Filter, filterOf, narrowings } from '../events/filter'
import type { LiveView } from '../live/useLivePictures'
import { plannedQuery } from '../queries'
import classes from './CameraPage.module.css'
import { Counts } from './Counts'
import { Health } from './Health'
import { LivePanel } from './LivePanel'
import { Scenes } from './Scenes'

interface Props {
  detail: Api<'CameraDetail'>
  live: LiveView
}

/** What a camera shows now and what it saw. */
export function Watching({ detail, live }: Props) {
  const { data } = useQuery(plannedQuery)
  return (
    <div className={classes.columns}>
      <div className={classes.wide}>
        <LivePanel detail={detail} live={live} />
        <Counts detail={detail} />
        <Events detail={detail} />
      </div>
      <div className={classes.narrow}>
        <Health detail={detail} detector={data?.detector ?? null} />
        <Scenes detail={detail} />
      </div>
    </div>
  )
}

/** What the camera saw, narrowed by scene and class; how, stands in the address. */
function Events({ detail }: { detail: Api<'CameraDetail'> }) {
  const text = useText()
  const [address, setAddress] = useSearchParams()
  const { id } = detail.camera
  const filter = useMemo((): Filter => ({ ...filterOf(address), cameras: [id] }), [address, id])
  const change = (to: Filter) =>
    setAddress(new URLSearchParams(asSearch({ ...to, cameras: [] })), { replace: true })
  const names = new Map(detail.scenes.map((scene) => [scene.id, scene.name]))
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-cameras-events')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {text('console-cameras-events')}
          </Title>
          <Button
            component={Link}
            href={`/camera-events${asSearch(filter)}`}
            variant="default"
            rightSection={<Icon of={ExternalLink} size={18} />}
          >
            {text('console-cameras-search')}
          </Button>
        </Group>
        {names.size > 1 && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {text('console-cameras-filter-scenes')}
            </Text>
            <Choices
              label={text('console-cameras-filter-scenes')}
              all={[...names.keys()]}
              chosen={filter.scenes}
              say={(scene) => names.get(scene) ?? scene}
              onChange={(scenes) => change({ ...filter, scenes })}
            />
          </div>
        )}
        <div>
          <Text size="sm" fw={600} mb={4}>
            {text('console-cameras-filter-labels')}
          </Text>
          <Labels filter={filter} onChange={change} />
        </div>
        <EventList filter={filter} named={false} narrowed={narrowings(filter) > 1} />
      </Stack>
    </Paper>
  )
}
