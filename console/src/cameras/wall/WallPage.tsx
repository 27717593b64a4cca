import { VisuallyHidden } from '@mantine/core'
import { useDisclosure, useElementSize, useMergedRef } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { Api } from '../../api/types'
import { useMay } from '../../app/session'
import { Loaded } from '../../app/states'
import { useText } from '../../i18n/text'
import { ShortcutHelp } from '../../incidents/ShortcutHelp'
import { useShortcuts } from '../../incidents/useShortcuts'
import type { CameraEvent } from '../events/filter'
import { useLivePictures } from '../live/useLivePictures'
import { NoCameras } from '../NoCameras'
import { Notes } from '../Notes'
import { camerasQuery, lastingQuery } from '../queries'
import { asSearch, columnsFor, onWall, pageOf, stepped, towards, type Wall, wallOf } from './address'
import { ARROWS, DIGITS, WALL_HELP, WALL_KEYS } from './keys'
import { Tile } from './Tile'
import { useFullScreen } from './useFullScreen'
import { useSwipe } from './useSwipe'
import classes from './Wall.module.css'
import { WallBar } from './WallBar'

/** Cameras side by side, live and masked. */
export function WallPage() {
  const query = useQuery(camerasQuery)
  return (
    <Loaded query={query} page>
      {(list) =>
        list.items.length === 0 ? <NoCameras unplanned={list.unplanned} page /> : <Watched list={list} />
      }
    </Loaded>
  )
}

function Watched({ list }: { list: Api<'CameraList'> }) {
  const text = useText()
  const [, go] = useLocation()
  const [address] = useSearchParams()
  const may = useMay('camera.look')
  const part = useRef<HTMLDivElement>(null)
  const tiles = useRef<HTMLUListElement>(null)
  const full = useFullScreen(part)
  const [help, { open: openHelp, close }] = useDisclosure()
  const open = () => {
    // A dialog lies outside of what fills the screen.
    if (full.full) full.toggle()
    openHelp()
  }
  const wall = useMemo(() => wallOf(address), [address])
  const cameras = useMemo(() => onWall(wall, list.items), [wall, list.items])
  const { page, pages, shown } = pageOf(wall, cameras)
  const ids = shown.map(({ id }) => id).join(',')
  const { ref: measured, width, height } = useElementSize<HTMLUListElement>()
  const grid = useMergedRef(tiles, measured)
  const columns = columnsFor(shown.length, width, height)
  const live = useLivePictures(useMemo(() => ids.split(','), [ids]))
  const lasting = useLasting()

  const change = (to: Wall) => go(`/cameras${asSearch(to)}`, { replace: true })
  const turn = (step: number) => change({ ...wall, page: stepped(page, pages, step) })
  const links = () => [...(tiles.current?.querySelectorAll<HTMLElement>('a[href]') ?? [])]
  const arrow = (key: string) => {
    const all = links()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = at < 0 ? 0 : towards(key, at, all.length, columns)
    if (next === null) return
    if (pages > 1 && (next < 0 || next >= all.length)) turn(next < 0 ? -1 : 1)
    else all[Math.min(Math.max(next, 0), all.length - 1)]?.focus()
  }
  useShortcuts(
    {
      ...Object.fromEntries(
        DIGITS.map((digit) => [
          digit,
          () => tiles.current?.querySelector<HTMLElement>(`[data-digit="${digit}"]`)?.click(),
        ]),
      ),
      ...Object.fromEntries(ARROWS.map((key) => [key, () => arrow(key)])),
      pageup: () => turn(-1),
      pagedown: () => turn(1),
      f: full.toggle,
      '?': open,
    },
    WALL_KEYS,
  )
  const swipe = useSwipe((step) => pages > 1 && turn(step))

  return (
    <div ref={part} className={classes.page}>
      <WallBar
        wall={wall}
        cameras={list.items}
        page={page}
        pages={pages}
        full={full}
        onChange={change}
        onKeys={open}
      />
      <Notes list={list} may={may} line={live.state} className={classes.notes} />
      <VisuallyHidden component="h2">{text('console-cameras-wall')}</VisuallyHidden>
      <ul
        ref={grid}
        className={classes.grid}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        {...swipe}
      >
        {shown.map((camera, at) => (
          <li key={camera.id}>
            <Tile
              camera={camera}
              digit={at < DIGITS.length ? at + 1 : null}
              pictures={live.pictures}
              may={may}
              lasting={lasting.get(camera.id) ?? NONE}
            />
          </li>
        ))}
      </ul>
      <ShortcutHelp
        opened={help}
        onClose={close}
        keys={WALL_HELP.map(([key, end]) => ({ key, said: text(`console-cameras-key-${end}`) }))}
      />
    </div>
  )
}

const NONE: readonly CameraEvent[] = []

/** What lasts, by camera, the newest first. */
function useLasting(): ReadonlyMap<string, readonly CameraEvent[]> {
  const { data } = useQuery(lastingQuery)
  return useMemo(() => {
    const found = new Map<string, CameraEvent[]>()
    for (const event of data?.items ?? []) {
      const list = found.get(event.camera) ?? []
      list.push(event)
      found.set(event.camera, list)
    }
    return found
  }, [data])
}
