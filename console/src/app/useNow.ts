import { useEffect, useState } from 'react'

const STEP_MS = 1_000

/** The time, anew each second: what says how old a value is grows old itself. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), STEP_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
