import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleHelp, CirclePlus, EyeOff, Radio, ShieldX } from 'lucide'
import { Link } from 'wouter'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import { KEYS } from '../api/queries'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useProblemText, useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { useNow } from '../app/useNow'
import { useFormats, useText } from '../i18n/text'
import classes from './DevicesPage.module.css'
import { Excerpt } from './Excerpt'
import { canBeId } from './guess'

const ICONS = { held: CircleHelp, refused: ShieldX, dismissed: EyeOff, adopted: CirclePlus } as const

/** One unknown or refused device: what it called itself, what it sent last, why it was refused, and what to do with it. */
export function DeviceCard({ device }: { device: Api<'UnknownDevice'> }) {
  const text = useText()
  const say = useProblemText()
  const reason = device.reason ? say(new Problem(0, device.reason, { device: device.device })) : null
  return (
    <Paper withBorder p="md" component="li" className={classes.card}>
      <div>
        <Group gap="sm">
          <Badge
            size="lg"
            className={classes.state}
            data-state={device.state}
            leftSection={<Icon of={ICONS[device.state]} size={16} />}
          >
            {text(`console-devices-state-${device.state}`)}
          </Badge>
          <Title order={2} size="h4" className={classes.name}>
            {device.device}
          </Title>
        </Group>
        {reason && (
          <Text mt="xs">
            {reason.title} {reason.remedy}
          </Text>
        )}
      </div>
      <Acts device={device} />
      {device.known && (
        <Text size="sm" className={classes.whole}>
          {text('console-devices-known')}
        </Text>
      )}
      {!canBeId(device.device) && (
        <Text size="sm" className={classes.whole}>
          {text('console-devices-no-id')}
        </Text>
      )}
      <Facts device={device} />
      <Excerpt of={device.excerpt} />
    </Paper>
  )
}

function Facts({ device }: { device: Api<'UnknownDevice'> }) {
  const text = useText()
  const now = useNow()
  const { number, time, ago } = useFormats()
  const when = (stamp: string) => `${time(new Date(stamp))} (${ago(new Date(stamp), now)})`
  const rows: [key: string, value: string][] = [
    ['first', when(device.first_seen)],
    ['last', when(device.last_seen)],
    ['messages', number(device.messages, 0)],
    ['channels', device.channels.join(', ')],
    ['source', device.source],
    ['address', device.address],
  ]
  return (
    <dl className={classes.facts}>
      {rows
        .filter(([, value]) => value)
        .map(([key, value]) => (
          <div key={key}>
            <Text component="dt" size="sm" c="dimmed">
              {text(`console-devices-${key}`)}
            </Text>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Acts({ device }: { device: Api<'UnknownDevice'> }) {
  const text = useText()
  const client = useQueryClient()
  const mayAdopt = useMay('device.adopt')
  const mayDismiss = useMay('device.dismiss')
  const fits = canBeId(device.device)
  const dismiss = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/unknown-devices/{device}/dismiss', { params: { path: { device: device.device } } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.unknownDevices] }),
    onError: useShowProblem(),
  })
  if (!device.known && !mayAdopt && !mayDismiss) {
    return (
      <Text size="sm" role="note">
        {text('console-devices-only-look')}
      </Text>
    )
  }
  return (
    <div className={classes.acts}>
      {mayDismiss && device.state !== 'dismissed' && (
        <Button
          variant="default"
          leftSection={<Icon of={EyeOff} size={20} />}
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate()}
        >
          {text('console-devices-dismiss')}
        </Button>
      )}
      {device.known ? (
        <Button
          component={Link}
          href={`/assets/${device.device}`}
          leftSection={<Icon of={Radio} size={20} />}
        >
          {text('console-devices-open')}
        </Button>
      ) : (
        mayAdopt &&
        (fits ? (
          <Button
            component={Link}
            href={`/devices/${device.device}`}
            leftSection={<Icon of={CirclePlus} size={20} />}
          >
            {text('console-devices-adopt')}
          </Button>
        ) : (
          <Button disabled leftSection={<Icon of={CirclePlus} size={20} />}>
            {text('console-devices-adopt')}
          </Button>
        ))
      )}
    </div>
  )
}
