import { Text } from '@mantine/core'
import classes from './Result.module.css'

interface Props {
  label: string
  /** From 0 to 1. */
  share: number
  /** The share in words. */
  said: string
}

/** A share as a bar with its figure. */
export function Bar({ label, share, said }: Props) {
  const percent = Math.max(0, Math.min(100, 100 * share))
  return (
    <div className={classes.barRow}>
      <div className={classes.track} role="img" aria-label={`${label}: ${said}`}>
        <div className={classes.bar} style={{ width: `${percent}%` }} />
      </div>
      <Text size="sm" className={classes.barSaid} aria-hidden="true">
        {said}
      </Text>
    </div>
  )
}
