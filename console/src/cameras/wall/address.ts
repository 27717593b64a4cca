/** So many cameras a page of the wall can show. */
export const LAYOUTS = [1, 4, 9, 16] as const
export type Layout = (typeof LAYOUTS)[number]

/** What the wall shows, as its address says it. */
export interface Wall {
  layout: Layout
  /** Ids of the cameras that were chosen, in their order; none: all that are watched. */
  chosen: readonly string[]
  /** Which page of them, from 0. */
  page: number
}

export function wallOf(search: URLSearchParams): Wall {
  const layout = Number(search.get('n'))
  const page = Number(search.get('page'))
  return {
    layout: LAYOUTS.find((one) => one === layout) ?? 4,
    chosen: [...new Set(search.get('c')?.split(',').filter(Boolean))],
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
  }
}

/** The wall as the end of an address, with the question mark where there is anything to say. */
export function asSearch({ layout, chosen, page }: Wall): string {
  const search = new URLSearchParams()
  if (layout !== 4) search.set('n', String(layout))
  if (chosen.length > 0) search.set('c', chosen.join(','))
  if (page > 0) search.set('page', String(page + 1))
  const said = search.toString()
  return said && `?${said}`
}

/** The cameras that the wall goes through: those chosen that are watched, else all. */
export function onWall<Camera extends { id: string }>(
  { chosen }: Wall,
  cameras: readonly Camera[],
): readonly Camera[] {
  const found = chosen.flatMap((id) => cameras.find((camera) => camera.id === id) ?? [])
  return found.length > 0 ? found : cameras
}

export const pagesOf = (layout: Layout, cameras: number): number => Math.max(1, Math.ceil(cameras / layout))

/** The page that is shown, and the cameras on it; a page beyond the last is the last. */
export function pageOf<Camera>(
  { layout, page }: Wall,
  cameras: readonly Camera[],
): { page: number; pages: number; shown: readonly Camera[] } {
  const pages = pagesOf(layout, cameras.length)
  const at = Math.min(page, pages - 1)
  return { page: at, pages, shown: cameras.slice(at * layout, (at + 1) * layout) }
}

/** The wall with another layout: what stood first on the page stays on it. */
export function withLayout(wall: Wall, layout: Layout): Wall {
  return { ...wall, layout, page: Math.floor((wall.page * wall.layout) / layout) }
}

/** The page so many steps on, round and round. */
export function stepped(page: number, pages: number, step: number): number {
  return (page + step + pages) % pages
}

/** The tile that an arrow leads to from tile `at` of `count`; -1 and `count` are the pages before and after. */
export function towards(key: string, at: number, count: number, columns: number): number | null {
  const step = { arrowleft: -1, arrowright: 1, arrowup: -columns, arrowdown: columns }[key]
  if (step === undefined) return null
  const next = at + step
  if (Math.abs(step) > 1 || columns === 1) return next < 0 || next >= count ? at : next
  return next < 0 ? -1 : next >= count ? count : next
}

const ASPECT = 16 / 9

/** In how many columns so many pictures are largest, in an area of the screen. */
export function columnsFor(count: number, width: number, height: number): number {
  const size = (columns: number) => Math.min(width / columns, (height / Math.ceil(count / columns)) * ASPECT)
  let best = 1
  for (let columns = 2; columns <= count; columns += 1) if (size(columns) > size(best)) best = columns
  return best
}
