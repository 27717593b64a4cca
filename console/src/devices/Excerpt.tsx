import { Text } from '@mantine/core'
import { useText } from '../i18n/text'
import classes from './DevicesPage.module.css'

/** The beginning of what a device sent last, as it came; nothing where it sent nothing. */
export function Excerpt({ of }: { of: string }) {
  const text = useText()
  if (!of) return null
  return (
    <figure className={classes.sent}>
      <Text component="figcaption" size="sm" c="dimmed">
        {text('console-devices-excerpt')}
      </Text>
      <pre className={classes.excerpt}>{of}</pre>
    </figure>
  )
}
