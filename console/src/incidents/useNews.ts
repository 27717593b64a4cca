import { useEffect, useRef, useState } from 'react'

/** How long an incident is marked as new. */
const NEW_MS = 30_000

/** Which of `ids` came while the page stood open, for half a minute each; `scope` another list begins afresh. */
export function useNews(ids: readonly string[], scope: string): ReadonlySet<string> {
  const known = useRef<{ scope: string; ids: ReadonlySet<string> } | null>(null)
  const [news, setNews] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const before = known.current
    known.current = { scope, ids: new Set([...(before?.scope === scope ? before.ids : []), ...ids]) }
    if (before?.scope !== scope) return
    const fresh = ids.filter((id) => !before.ids.has(id))
    if (fresh.length === 0) return
    setNews((now) => new Set([...now, ...fresh]))
    setTimeout(() => setNews((now) => new Set([...now].filter((id) => !fresh.includes(id)))), NEW_MS)
  }, [ids, scope])
  return news
}
