import { Code, Text } from '@mantine/core'
import { Cctv } from 'lucide'
import { Empty } from '../app/states'
import { useText } from '../i18n/text'

/** Where no camera is watched: how one plans them. */
export function NoCameras({ unplanned, page = false }: { unplanned: number; page?: boolean }) {
  const text = useText()
  return (
    <Empty
      icon={Cctv}
      page={page}
      title={text('console-cameras-none')}
      hint={text('console-cameras-none-hint', { count: unplanned })}
    >
      <Text component="p" m={0}>
        {text('console-cameras-plan-where')} <Code>docs/guide/cameras-scenes.md</Code>
      </Text>
    </Empty>
  )
}
