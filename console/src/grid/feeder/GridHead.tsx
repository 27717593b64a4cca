import { Badge, Button, Group, Title } from '@mantine/core'
import { Cable, ChartColumn, FlaskConical, Gauge, type IconNode, ShieldAlert, Zap } from 'lucide'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { Icon } from '../../app/Icon'
import { useMay } from '../../app/session'
import { useText } from '../../i18n/text'
import classes from './GridHead.module.css'

interface Props {
  title: string
  simulated: boolean
  children?: ReactNode
}

/** What stands above each page of the grid: its name, whether it is simulated, the way to the others. */
export function GridHead({ title, simulated, children }: Props) {
  const text = useText()
  const maySimulate = useMay('grid.simulate')
  const [path] = useLocation()
  const pages: [href: string, key: string, icon: IconNode][] = [
    ['/grid', 'console-grid-page-map', Zap],
    ['/grid/feeders', 'console-feeders', Cable],
    ...(maySimulate
      ? [['/grid/security', 'console-security', ShieldAlert] as [string, string, IconNode]]
      : []),
    ['/grid/reliability', 'console-reliability', ChartColumn],
    ['/grid/measurements', 'console-measurements', Gauge],
  ]
  return (
    <header className={classes.head}>
      <Group gap="sm">
        <Title order={1} size="h2">
          {title}
        </Title>
        {simulated && <SimulatedMark />}
        {children}
      </Group>
      <nav aria-label={text('console-grid-pages')} className={classes.pages}>
        {pages.map(([href, key, icon]) => (
          <Button
            key={href}
            component={Link}
            href={href}
            variant={path === href ? 'light' : 'default'}
            aria-current={path === href ? 'page' : undefined}
            leftSection={<Icon of={icon} size={20} />}
          >
            {text(key)}
          </Button>
        ))}
      </nav>
    </header>
  )
}

/** Says that what is shown exists only in the platform. */
export function SimulatedMark() {
  const text = useText()
  return (
    <Badge size="lg" variant="outline" leftSection={<Icon of={FlaskConical} size={16} />}>
      {text('console-grid-simulated-only')}
    </Badge>
  )
}
