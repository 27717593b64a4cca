import { Badge, Button, CloseButton, Group, Paper, Stack, Text } from '@mantine/core'
import { ArrowRight } from 'lucide'
import { useEffect } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { useText } from '../i18n/text'
import type { Drawn } from './lines'
import { simulationPath } from './security/contingency'
import { useEvidence } from './useEvidence'

interface Props {
  element: Drawn
  /** The outage that no switch tells of and that it hangs on, where that is known. */
  outage: Api<'Outage'> | undefined
  onClose: () => void
}

/** A line or switch that was touched, in short, with the way to its feeder. */
export function ElementCard({ element, outage, onClose }: Props) {
  const text = useText()
  const evidence = useEvidence()
  const maySimulate = useMay('grid.simulate')
  const mayRead = useMay('incident.read')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && onClose()
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  const feeder = element.what === 'line' ? element.feeder : null
  const said =
    element.what === 'line'
      ? [
          text(`console-grid-line-${element.state}`),
          text(element.overhead ? 'console-grid-overhead' : 'console-grid-underground'),
        ]
      : [
          text(element.closed ? 'console-feeder-closed' : 'console-feeder-open'),
          text(element.remote ? 'console-grid-by-remote' : 'console-grid-by-hand'),
          element.moved ? text('console-grid-switch-moved') : '',
        ]
  return (
    <Paper withBorder shadow="md" p="sm" component="section" aria-label={text('console-grid-chosen')}>
      <Stack gap="xs">
        <Group wrap="nowrap" align="flex-start" justify="space-between">
          <div role="status">
            <Text fw={650} style={{ overflowWrap: 'anywhere' }}>
              {text(
                element.what === 'line'
                  ? 'console-security-kind-line'
                  : `console-feeder-symbol-${element.kind}`,
              )}{' '}
              {element.id}
            </Text>
            {feeder && <Text size="sm">{text('console-grid-of-feeder', { feeder: feeder.name })}</Text>}
            <Text size="sm">{said.filter(Boolean).join(' · ')}</Text>
            {outage?.estimate && (
              <>
                <Group gap="xs" my={4}>
                  <Text size="sm" fw={600}>
                    {text('console-grid-outage', {
                      element: outage.element,
                      feeder: outage.feeder_name || '–',
                    })}
                  </Text>
                  <Badge variant="outline">{text('console-grid-estimated')}</Badge>
                </Group>
                <Text size="sm">{evidence(outage)}</Text>
              </>
            )}
          </div>
          <CloseButton aria-label={text('console-grid-chosen-close')} onClick={onClose} />
        </Group>
        <Group gap="xs">
          {outage?.estimate && mayRead && (
            <Button
              component={Link}
              href={`/incidents/${outage.estimate.incident}`}
              rightSection={<Icon of={ArrowRight} size={20} />}
            >
              {text('console-incidents-open-case')}
            </Button>
          )}
          {feeder && (
            <Button
              component={Link}
              href={`/grid/feeders/${encodeURIComponent(feeder.id)}`}
              rightSection={<Icon of={ArrowRight} size={20} />}
            >
              {text('console-grid-feeder-page')}
            </Button>
          )}
          {element.what === 'line' && maySimulate && (
            <Button component={Link} href={simulationPath(element.id)} variant="default">
              {text('console-grid-try-out')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}
