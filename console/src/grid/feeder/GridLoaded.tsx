import { Hourglass, Zap } from 'lucide'
import { type ReactNode, useEffect } from 'react'
import { Problem } from '../../api/problem'
import { Empty, Loaded } from '../../app/states'
import { useText } from '../../i18n/text'

interface Query<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

const AGAIN_MS = 3_000

/** As `Loaded`, but a city without a grid is no failure, and a grid that is still being read is asked for again. */
export function GridLoaded<Data>({
  query,
  page = false,
  children,
}: {
  query: Query<Data>
  page?: boolean
  children: (data: Data) => ReactNode
}) {
  const text = useText()
  const key = query.data === undefined && query.error instanceof Problem ? query.error.key : ''
  const reading = key === 'grid-not-ready'
  const { refetch, error } = query
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new error waits anew
  useEffect(() => {
    if (!reading) return
    const timer = setTimeout(() => void refetch(), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [reading, error, refetch])
  if (key === 'grid-none') {
    return (
      <Empty
        icon={Zap}
        title={text('console-grid-absent')}
        hint={text('console-grid-absent-hint')}
        page={page}
      />
    )
  }
  if (reading) {
    return (
      <div role="status">
        <Empty
          icon={Hourglass}
          title={text('console-grid-reading')}
          hint={text('console-grid-reading-hint')}
          page={page}
        />
      </div>
    )
  }
  return (
    <Loaded query={query} page={page}>
      {children}
    </Loaded>
  )
}
