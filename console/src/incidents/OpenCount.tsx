import { Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n/text'
import classes from './OpenCount.module.css'
import { openCountQuery } from './queries'

/** How many incidents wait for someone, at the page's name in the navigation. */
export function OpenCount() {
  const text = useText()
  const { data = 0 } = useQuery(openCountQuery)
  if (data === 0) return null
  return (
    <Badge
      className={classes.count}
      aria-label={text('console-incidents-open-count', { count: data })}
      role="img"
    >
      {data > 999 ? '999+' : data}
    </Badge>
  )
}
