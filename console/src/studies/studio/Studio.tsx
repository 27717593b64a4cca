import { ActionIcon, Group, Tabs, Text, Title } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { ArrowLeft, ChartColumn, History, PanelLeftClose, PanelLeftOpen, SlidersHorizontal } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useThingTitle } from '../../app/useTitle'
import { LeaveGuard } from '../../cameras/plan/LeaveGuard'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useText } from '../../i18n/text'
import { ResultPart } from '../result/ResultPart'
import { RunsPart } from '../runs/RunsPart'
import { ActBar } from './ActBar'
import { Ask } from './Ask'
import classes from './Studio.module.css'
import { StudioMap } from './StudioMap'
import { useStudio } from './useStudio'

/** So wide a screen has room for what comes out beside what is asked. */
const WIDE = '(min-width: 120em)'
const TABS = { ask: SlidersHorizontal, result: ChartColumn, runs: History } as const
type Tab = keyof typeof TABS

/** One study: what it asks beside the map of what would come of it. */
export function Studio({ detail }: { detail: Api<'StudyDetail'> }) {
  const text = useText()
  const { language } = useLanguage()
  const studio = useStudio(detail)
  const wide = useMediaQuery(WIDE, false, { getInitialValueInEffect: false })
  const [folded, { toggle }] = useDisclosure(false)
  const [tab, setTab] = useState<Tab>(studio.run ? 'result' : 'ask')
  const name = nameIn(language, { names: studio.study.names }, detail.id)
  useThingTitle(name)
  const tabs = (Object.keys(TABS) as Tab[]).filter((one) => !(wide && one === 'result'))
  const part = wide && tab === 'result' ? 'ask' : tab
  return (
    <div className={classes.page} data-folded={folded || undefined} data-wide={wide || undefined}>
      <LeaveGuard dirty={studio.own && !studio.saving} />
      <section className={classes.panel} aria-label={name}>
        <div className={classes.head}>
          <ActionIcon
            component={Link}
            href="/studies"
            color="gray"
            aria-label={text('console-studies-back')}
            title={text('console-studies-back')}
          >
            <Icon of={ArrowLeft} />
          </ActionIcon>
          <div className={classes.grow}>
            <Title order={1} size="h3">
              {name}
            </Title>
            <Text size="sm" c="dimmed">
              {text('console-studies-version', { version: detail.version })}
            </Text>
          </div>
          <ActionIcon
            className={classes.foldAll}
            color="gray"
            aria-label={text('console-studies-fold')}
            title={text('console-studies-fold')}
            onClick={toggle}
          >
            <Icon of={PanelLeftClose} />
          </ActionIcon>
        </div>
        <ActBar studio={studio} />
        <Tabs
          className={classes.tabs}
          value={part}
          keepMounted={false}
          onChange={(to) => to && setTab(to as Tab)}
        >
          <Tabs.List grow>
            {tabs.map((one) => (
              <Tabs.Tab key={one} value={one} leftSection={<Icon of={TABS[one]} size={20} />}>
                {text(`console-studies-tab-${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="ask" className={classes.scroll}>
            <Ask studio={studio} />
          </Tabs.Panel>
          <Tabs.Panel value="result" className={classes.scroll}>
            <ResultPart studio={studio} />
          </Tabs.Panel>
          <Tabs.Panel value="runs" className={classes.scroll}>
            <RunsPart studio={studio} version={detail.version} />
          </Tabs.Panel>
        </Tabs>
      </section>
      <section className={classes.map} aria-label={text('console-studies-map')}>
        {folded && (
          <Group className={classes.unfold}>
            <ActionIcon
              variant="default"
              aria-label={text('console-studies-unfold')}
              title={text('console-studies-unfold')}
              onClick={toggle}
            >
              <Icon of={PanelLeftOpen} />
            </ActionIcon>
          </Group>
        )}
        <StudioMap studio={studio} />
      </section>
      {wide && (
        <section className={classes.third} aria-label={text('console-studies-tab-result')}>
          <ResultPart studio={studio} />
        </section>
      )}
    </div>
  )
}
