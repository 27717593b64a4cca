import type { Api } from '../../api/types'

/** How a scene's findings were judged, as it is now: what was drawn otherwise before counts no more. */
export function precisionOf(
  all: readonly Api<'ScenePrecision'>[],
  scene: string,
): { seen: number; judged: number; right: number } {
  const own = all.filter((one) => one.scene === scene)
  const newest = own.reduce((high, { version }) => Math.max(high, version), 0)
  const now = own.find(({ version }) => version === newest)
  return now
    ? { seen: now.seen, judged: now.right + now.wrong, right: now.right }
    : { seen: 0, judged: 0, right: 0 }
}
