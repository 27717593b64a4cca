import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { ScanEye } from 'lucide'
import { answer, api } from '../../api/client'
import { KEYS } from '../../api/queries'
import type { Api } from '../../api/types'
import { Confirm } from '../../app/Confirm'
import { useSayDone } from '../../app/done'
import { Icon } from '../../app/Icon'
import { useAfterAct } from '../../app/useAfterAct'
import { useText } from '../../i18n/text'

/** Says that what a camera shows now is how its place looks, once it was turned on purpose. There is no way back. */
export function NewPicture({ camera }: { camera: Api<'CameraSummary'> }) {
  const text = useText()
  const say = useSayDone()
  const [opened, { open, close }] = useDisclosure()
  const relearn = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/cameras/{asset}/relearn', { params: { path: { asset: camera.id } } })),
    onSuccess: () => say(text('console-cameras-relearned', { camera: camera.name })),
    ...useAfterAct(KEYS.cameras, KEYS.cameraEvents),
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon of={ScanEye} size={20} />}
        loading={relearn.isPending}
        onClick={open}
      >
        {text('console-cameras-relearn')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={text('console-cameras-relearn-sure', { camera: camera.name })}
        label={text('console-cameras-relearn')}
        grave
        onConfirm={() => {
          close()
          relearn.mutate()
        }}
      >
        {text('console-cameras-relearn-hint')}
      </Confirm>
    </>
  )
}
