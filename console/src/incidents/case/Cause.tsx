import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { ArrowRight, CircleHelp, Crosshair, Network, ThumbsDown, ThumbsUp, ToggleRight, Zap } from 'lucide'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { percentOf } from '../../grid/useEvidence'
import { useFormats, useText } from '../../i18n/text'
import classes from './Cause.module.css'
import { suspects } from './cause'

interface Props {
  cause: Api<'Cause'>
  onShow: (element: Api<'CauseElement'>) => void
  map: ReactNode
}

/** What failed, how sure that is, what speaks for it and against it, what else it may be, and whom to ask next. */
export function Cause({ cause, onShow, map }: Props) {
  const text = useText()
  const { minute, number } = useFormats()
  const [itself, ...others] = suspects(cause)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-cause')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {text('console-cause')}
          </Title>
          <Badge
            size="lg"
            variant="light"
            leftSection={<Icon of={cause.kind === 'power' ? Zap : Network} size={16} />}
          >
            {text(`console-cause-kind-${cause.kind}`)}
          </Badge>
        </Group>
        {cause.said_open && (
          <Alert color="orange" icon={<Icon of={ToggleRight} />} title={text('console-cause-said-open')} />
        )}
        {itself && <Suspect element={itself} first onShow={onShow} />}
        <Text size="sm">
          <strong>{text('console-assumed')}</strong> · {text('console-cause-assumed')}
        </Text>
        <Text size="sm">
          {[
            cause.since && text('console-cause-since', { time: minute(new Date(cause.since)) }),
            text('console-cause-devices', {
              devices: number(cause.devices, 0),
              silent: number(cause.silent, 0),
              reporting: number(cause.reporting, 0),
              unheard: number(cause.unheard, 0),
            }),
            text('console-cause-updated', { time: minute(new Date(cause.updated)) }),
          ]
            .filter(Boolean)
            .join(' ')}
        </Text>
        {map}
        <Evidence evidence={cause.evidence} />
        {others.length > 0 && (
          <div>
            <Title order={3} size="h5">
              {text('console-cause-else')}
            </Title>
            <ul className={classes.list}>
              {others.map((element) => (
                <li key={element.element}>
                  <Suspect element={element} onShow={onShow} />
                </li>
              ))}
            </ul>
          </div>
        )}
        {cause.ask.length > 0 && (
          <div>
            <Title order={3} size="h5">
              {text('console-cause-ask')}
            </Title>
            <ul className={classes.list}>
              {cause.ask.map((one) => (
                <li key={one.asset} className={classes.ask}>
                  <Icon of={CircleHelp} size={20} />
                  <div>
                    <Link href={`/assets/${encodeURIComponent(one.asset)}`} className={classes.link}>
                      {[one.name, one.place_name].filter(Boolean).join(' · ')}
                    </Link>
                    <Text size="sm">{one.text}</Text>
                  </div>
                </li>
              ))}
            </ul>
          </div>
        )}
        {cause.feeder_id && (
          <Button
            component={Link}
            href={`/grid/feeders/${encodeURIComponent(cause.feeder_id)}`}
            variant="default"
            rightSection={<Icon of={ArrowRight} size={20} />}
          >
            {text('console-grid-feeder-page')}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

interface SuspectProps {
  element: Api<'CauseElement'>
  first?: boolean
  onShow: (element: Api<'CauseElement'>) => void
}

/** An element that may have failed, with how likely that is; touched, the map goes there. */
function Suspect({ element, first = false, onShow }: SuspectProps) {
  const text = useText()
  const percent = percentOf(element.probability)
  const nowhere = element.lon === null || element.lat === null
  return (
    <Button
      variant={first ? 'light' : 'default'}
      fullWidth
      h="auto"
      mih="3rem"
      py={6}
      justify="space-between"
      disabled={nowhere}
      rightSection={nowhere ? undefined : <Icon of={Crosshair} size={20} />}
      onClick={() => onShow(element)}
    >
      <span className={classes.suspect}>
        <Text component="span" fw={first ? 700 : 600} size={first ? 'lg' : 'md'} className={classes.name}>
          {text(`console-cause-what-${element.what}`)} {element.name}
        </Text>
        <span className={classes.chance}>
          <span className={classes.bar} aria-hidden="true">
            <span className={classes.fill} style={{ width: `${percent}%` }} />
          </span>
          <Text component="span" fw={700}>
            {text('console-cause-chance', { percent })}
          </Text>
        </span>
      </span>
    </Button>
  )
}

/** What speaks for the cause, and what against it. */
function Evidence({ evidence }: { evidence: readonly Api<'CauseEvidence'>[] }) {
  const text = useText()
  const sides = [
    { key: 'for', icon: ThumbsUp, some: evidence.filter(({ against }) => !against) },
    { key: 'against', icon: ThumbsDown, some: evidence.filter(({ against }) => against) },
  ] as const
  return (
    <div className={classes.evidence}>
      {sides.map(({ key, icon, some }) => (
        <div key={key}>
          <Title order={3} size="h5">
            {text(`console-cause-${key}`)}
          </Title>
          <ul className={classes.list}>
            {some.map((one) => (
              <li key={one.key + one.text} className={classes.ask}>
                <Icon of={icon} size={18} />
                <Text component="span">{one.text}</Text>
              </li>
            ))}
            {some.length === 0 && (
              <Text component="li" c="dimmed">
                {text('console-cause-nothing')}
              </Text>
            )}
          </ul>
        </div>
      ))}
    </div>
  )
}
