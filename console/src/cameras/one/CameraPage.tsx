import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams, useSearchParams } from 'wouter'
import type { Api } from '../../api/types'
import { useMay } from '../../app/session'
import { Loaded } from '../../app/states'
import { useThingTitle } from '../../app/useTitle'
import { useText } from '../../i18n/text'
import { useLivePictures } from '../live/useLivePictures'
import { PrivacyEditor } from '../plan/PrivacyEditor'
import { ScenesEditor } from '../plan/ScenesEditor'
import { cameraQuery } from '../queries'
import classes from './CameraPage.module.css'
import { Head } from './Head'
import { Watching } from './Watching'

const TAB = 'tab'

/** One camera: what it shows and saw, what is watched in its picture, what is hidden. */
export function CameraPage({ id }: { id: string }) {
  const query = useQuery(cameraQuery(id))
  return (
    <Loaded query={query} page>
      {(detail) => <One detail={detail} />}
    </Loaded>
  )
}

function One({ detail }: { detail: Api<'CameraDetail'> }) {
  const text = useText()
  const { camera: id = '' } = useParams()
  const mayPlan = useMay('camera.plan')
  const mayHide = useMay('camera.policy')
  const [search, setSearch] = useSearchParams()
  const live = useLivePictures(useMemo(() => [id], [id]))
  useThingTitle(detail.camera.name)
  const tabs = ['watching', ...(mayPlan ? ['scenes'] : []), ...(mayHide ? ['privacy'] : [])]
  const tab = tabs.find((one) => one === search.get(TAB)) ?? 'watching'
  const choose = (to: string | null) =>
    setSearch(to && to !== 'watching' ? { [TAB]: to } : {}, { replace: true })
  return (
    <article className={classes.page} aria-label={detail.camera.name}>
      <Head detail={detail} line={live.state} />
      {tabs.length > 1 ? (
        <Tabs value={tab} onChange={choose} keepMounted={false}>
          <Tabs.List mb="md">
            {tabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {text(`console-cameras-tab-${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="watching">
            <Watching detail={detail} live={live} />
          </Tabs.Panel>
          <Tabs.Panel value="scenes">
            <ScenesEditor detail={detail} live={live} />
          </Tabs.Panel>
          <Tabs.Panel value="privacy">
            <PrivacyEditor detail={detail} live={live} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Watching detail={detail} live={live} />
      )}
    </article>
  )
}
