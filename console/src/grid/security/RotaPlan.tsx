import { Button, Group, NumberInput, Paper, Stack, Text, Title } from '@mantine/core'
import { Timer } from 'lucide'
import { type FormEvent, useState } from 'react'
import { Icon } from '../../app/Icon'
import { useShowProblem } from '../../app/problems'
import { Failed } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { useRota } from '../queries'
import { RotaResult } from './RotaResult'
import { BOUNDS, type Field, requestOf, type Wanted } from './rota'

const FIELDS: readonly Field[] = ['p_mw', 'slots', 'slot_hours']

/** Asks who would be cut when, if so much load had to be shed. Nobody is cut. */
export function RotaPlan() {
  const text = useText()
  const { number } = useFormats()
  const show = useShowProblem()
  const rota = useRota()
  const [wanted, setWanted] = useState<Wanted>({ p_mw: 300, slots: 6, slot_hours: 2 })
  const [tried, setTried] = useState(false)
  const request = requestOf(wanted)
  const wrong = 'wrong' in request ? request.wrong : []
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if ('body' in request) rota.mutate(request.body, { onError: show })
  }
  const made = rota.data
  return (
    <Stack>
      <Paper withBorder p="md" component="section" aria-label={text('console-security-part-rota')}>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="sm">
            <Title order={2} size="h3">
              {text('console-rota-title')}
            </Title>
            <Text size="sm">{text('console-rota-hint')}</Text>
            <Group align="flex-start">
              {FIELDS.map((field) => (
                <NumberInput
                  key={field}
                  label={text(`console-rota-${field.replace('_', '-')}`)}
                  value={wanted[field]}
                  min={BOUNDS[field].low}
                  max={BOUNDS[field].high}
                  step={field === 'p_mw' ? 10 : field === 'slots' ? 1 : 0.5}
                  allowDecimal={field !== 'slots'}
                  hideControls
                  error={
                    tried && wrong.includes(field)
                      ? text('console-rota-wrong', {
                          low: number(BOUNDS[field].low),
                          high: number(BOUNDS[field].high),
                        })
                      : undefined
                  }
                  onChange={(value) => setWanted({ ...wanted, [field]: value })}
                />
              ))}
            </Group>
            <Group>
              <Button type="submit" loading={rota.isPending} leftSection={<Icon of={Timer} size={20} />}>
                {text('console-rota-plan')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
      {rota.error && !rota.isPending ? (
        <Failed error={rota.error} />
      ) : (
        made && <RotaResult rota={made} hours={rota.variables?.slot_hours ?? 2} />
      )}
    </Stack>
  )
}
