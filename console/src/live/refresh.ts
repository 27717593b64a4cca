import type { Query, QueryClient } from '@tanstack/react-query'

/**
 * Returns a function that reads anew all whose keys begin with one of those given.
 *
 * An answer that is under way may be older than what has made it old, so it is awaited and asked for once more. To give
 * it up would, while events come faster than answers, let no answer arrive at all.
 */
export function refresher(client: QueryClient): (keys: ReadonlySet<string>) => void {
  const awaited = new Set<Query>()
  const again = async (query: Query) => {
    awaited.add(query)
    // What has failed is told where it is shown.
    await query.fetch(undefined, { cancelRefetch: false }).catch(() => undefined)
    awaited.delete(query)
    await client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false })
  }
  return (keys) => {
    const old = (query: Query) => keys.has(String(query.queryKey[0]))
    const underWay = client.getQueryCache().findAll({ predicate: old, fetchStatus: 'fetching' })
    void client.invalidateQueries({ predicate: old }, { cancelRefetch: false })
    for (const query of underWay) if (!awaited.has(query)) void again(query)
  }
}
