import { ActionIcon, Button, Group, Select, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ArrowLeftRight, Columns2 } from 'lucide'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { Icon } from '../../app/Icon'
import { Empty, Failed, Loading } from '../../app/states'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { type Answer, planWords } from '../answer'
import { runsQuery, studiesQuery } from '../queries'
import classes from './Compare.module.css'
import { Figures } from './Figures'
import { TwinMaps } from './TwinMaps'
import { named, useSide } from './useSide'

const SIDES = ['a', 'b'] as const
type Name = (typeof SIDES)[number]

/** Two plans side by side; the address names both, so it can be passed on. */
export function ComparePage() {
  const text = useText()
  const [search, setSearch] = useSearchParams()
  const sides = { a: useSide(search.get('a')), b: useSide(search.get('b')) }
  const choose = (to: Partial<Record<Name, string>>) => {
    const next = new URLSearchParams(search)
    for (const [side, value] of Object.entries(to)) {
      if (value) next.set(side, value)
      else next.delete(side)
    }
    setSearch(next, { replace: true })
  }
  const [site, setSite] = useState('')
  const [a, b] = [sides.a.side, sides.b.side]
  const wrong = SIDES.find((side) => sides[side].error)
  const missing = SIDES.some((side) => !sides[side].run)
  return (
    <div className={classes.page}>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          component={Link}
          href="/studies"
          color="gray"
          aria-label={text('console-studies-back')}
          title={text('console-studies-back')}
        >
          <Icon of={ArrowLeft} />
        </ActionIcon>
        <Title order={1} size="h2">
          {text('console-studies-compare')}
        </Title>
      </Group>
      <div className={classes.pickers}>
        <Picker
          side="a"
          said={search.get('a') ?? ''}
          answer={a?.answer}
          onChoose={(to) => choose({ a: to })}
        />
        <Button
          variant="default"
          className={classes.swap}
          aria-label={text('console-studies-swap')}
          title={text('console-studies-swap')}
          onClick={() => choose({ a: search.get('b') ?? '', b: search.get('a') ?? '' })}
        >
          <Icon of={ArrowLeftRight} />
        </Button>
        <Picker
          side="b"
          said={search.get('b') ?? ''}
          answer={b?.answer}
          onChoose={(to) => choose({ b: to })}
        />
      </div>
      {wrong ? (
        <Failed error={sides[wrong].error} retry={sides[wrong].retry} />
      ) : missing ? (
        <Empty
          icon={Columns2}
          title={text('console-studies-compare-choose')}
          hint={text('console-studies-compare-hint')}
        />
      ) : a && b ? (
        <>
          <TwinMaps a={a} b={b} site={site} onSite={setSite} />
          <Figures a={a} b={b} onSite={setSite} />
        </>
      ) : (
        <Loading />
      )}
    </div>
  )
}

interface PickerProps {
  side: Name
  said: string
  answer: Answer | undefined
  onChoose: (said: string) => void
}

/** Which run stands on a side, and which plan of it. */
function Picker({ side, said, answer, onChoose }: PickerProps) {
  const text = useText()
  const { language } = useLanguage()
  const { minute } = useFormats()
  const { data: runs } = useQuery(runsQuery())
  const { data: studies } = useQuery(studiesQuery)
  const { run, plan } = named(said)
  const names = new Map(studies?.items.map((one) => [one.id, nameIn(language, one, one.id)]))
  const done = runs?.items.filter(({ state }) => state === 'done') ?? []
  const data = done.map((one) => ({
    value: one.id,
    label: text('console-studies-run-of', {
      study: names.get(one.study) ?? one.study,
      time: minute(new Date(one.asked)),
      version: one.version,
    }),
  }))
  // One that is older than those in the list can still be named by the address.
  if (run && !data.some(({ value }) => value === run)) data.push({ value: run, label: run })
  const plans = answer?.plans ?? []
  return (
    <div className={classes.picker}>
      <Text component="span" className={classes.letter} data-side={side} aria-hidden="true">
        {side.toUpperCase()}
      </Text>
      <Select
        className={classes.grow}
        label={text('console-studies-compare-side', { side: side.toUpperCase() })}
        data={data}
        value={run || null}
        allowDeselect={false}
        nothingFoundMessage={text('console-studies-no-runs')}
        onChange={(to) => to && onChoose(to)}
      />
      {plans.length > 1 && (
        <Select
          className={classes.grow}
          label={text('console-studies-compare-plan', { side: side.toUpperCase() })}
          data={plans.map((one) => ({
            value: one.kind === 'best' ? '' : one.id,
            label: text(...planWords(one)),
          }))}
          value={plan}
          allowDeselect={false}
          onChange={(to) => onChoose(to ? `${run}:${to}` : run)}
        />
      )}
    </div>
  )
}
