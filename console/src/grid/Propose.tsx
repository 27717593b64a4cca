import { Alert, Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../api/types'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import { usePropose } from './queries'

interface Props {
  out: string[]
  plan: Api<'SwitchingPlan'>
}

/** Proposes a plan to those who switch; only for who may. */
export function Propose({ out, plan }: Props) {
  const text = useText()
  const show = useShowProblem()
  const may = useMay('grid.propose')
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const { mutate, isPending, isSuccess } = usePropose()
  if (!may) return null
  if (isSuccess) {
    return (
      <Alert color="celadon" role="status">
        {text('console-grid-proposed')}
      </Alert>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const steps = plan.steps.map((step) => ({ id: step.switch, closed: step.close }))
        mutate({ title: title.trim(), note, out, steps }, { onError: show })
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={text('console-grid-propose-title')}
          value={title}
          maxLength={200}
          required
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={text('console-grid-propose-note')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isPending} disabled={title.trim() === ''}>
          {text('console-grid-propose')}
        </Button>
      </Stack>
    </form>
  )
}
