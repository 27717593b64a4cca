import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Cctv } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import { plannedQuery } from './queries'

/** The way to the page of a camera; nothing for what is none, or is not watched. */
export function CameraLink({ asset, kind }: { asset: string; kind: string }) {
  const text = useText()
  const may = useMay('camera.read') && kind === 'camera'
  const { data } = useQuery({ ...plannedQuery, enabled: may })
  if (!may || !data?.items.some(({ id }) => id === asset)) return null
  return (
    <Button component={Link} href={`/cameras/${asset}`} leftSection={<Icon of={Cctv} size={20} />}>
      {text('console-cameras-open')}
    </Button>
  )
}
