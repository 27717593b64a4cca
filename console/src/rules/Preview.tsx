import { Button, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { History } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity, useMay } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { type Draft, ruleOf } from './draft'
import classes from './Editor.module.css'
import { bySeries, type SeriesFirings } from './firings'
import { useForm } from './form'
import type { AnyRule, Rule } from './queries'
import { SPANS, type Span, spanOf } from './spans'
import { channelOf } from './useRuleWords'

/** What the rule in the form would have done on the history. `onError` hears what is wrong with the rule. */
export function Preview({ onError }: { onError: (error: unknown) => void }) {
  const { draft } = useForm()
  return <Trial of={draft} made={() => tryable(draft)} onError={onError} />
}

/** The rule of a form; one that has no id or names yet can be tried all the same. */
function tryable(draft: Draft): Rule {
  const rule = ruleOf(draft)
  rule.id ||= 'new-rule'
  rule.group ||= 'new-rule'
  rule.names = Object.fromEntries(
    Object.entries(rule.names).map(([language, name]) => [language, name || '–']),
  )
  return rule
}

interface TrialProps {
  /** What is tried; once it is another one, what was found is outdated. */
  of: unknown
  made: () => AnyRule
  onError: (error: unknown) => void
}

/** What a rule or a combination would have done on the history. */
export function Trial({ of, made, onError }: TrialProps) {
  const city = useCity()
  const text = useText()
  const may = useMay('rule.preview')
  const [span, setSpan] = useState<Span>('yesterday')
  const preview = useMutation({
    mutationFn: async (wanted: { rule: AnyRule; of: unknown; span: Span }) => {
      const { start, end } = spanOf(wanted.span, city.time_zone, Date.now())
      const body = {
        rule: wanted.rule,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
      }
      return { found: await answer(api.POST('/api/v1/rules/preview', { body })), of: wanted, start, end }
    },
    onError,
  })
  const shown = preview.data
  const outdated = shown && (shown.of.of !== of || shown.of.span !== span)
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      className={classes.preview}
      aria-label={text('console-rules-preview')}
    >
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text('console-rules-preview')}
        </Title>
        {may ? (
          <>
            <Select
              label={text('console-rules-span')}
              data={SPANS.map((one) => ({ value: one, label: text(`console-rules-span-${one}`) }))}
              value={span}
              onChange={(value) => setSpan(SPANS.find((one) => one === value) ?? span)}
              allowDeselect={false}
            />
            <Button
              variant="light"
              leftSection={<Icon of={History} size={20} />}
              loading={preview.isPending}
              onClick={() => preview.mutate({ rule: made(), of, span })}
            >
              {text('console-rules-try')}
            </Button>
          </>
        ) : (
          <Text role="note">{text('console-rules-preview-only')}</Text>
        )}
        <div role="status">
          {outdated && <Text size="sm">{text('console-rules-outdated')}</Text>}
          {shown && <Found {...shown} />}
        </div>
      </Stack>
    </Paper>
  )
}

interface FoundProps {
  found: Api<'RulePreview'>
  start: number
  end: number
}

function Found({ found, start, end }: FoundProps) {
  const text = useText()
  const { minute } = useFormats()
  const series = bySeries(found.firings)
  return (
    <Stack gap="xs">
      <Text size="xl" fw={650}>
        {text('console-rules-fired', { count: found.fired })}
      </Text>
      <Text size="sm" c="dimmed">
        {text('console-rules-watched', {
          count: found.series,
          start: minute(new Date(start)),
          end: minute(new Date(end)),
        })}
      </Text>
      {found.fired > found.firings.length && (
        <Text size="sm">{text('console-rules-first-only', { count: found.firings.length })}</Text>
      )}
      {series.length > 0 && (
        <ul className={classes.firings}>
          {series.map((one) => (
            <Series key={`${one.asset} ${one.channel}`} one={one} />
          ))}
        </ul>
      )}
    </Stack>
  )
}

function Series({ one }: { one: SeriesFirings }) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const { minute } = useFormats()
  const channel = channelOf(city, {
    applies_to: { asset_kind: '', channel: one.channel, place: '', asset: '' },
  })
  return (
    <li>
      <Link
        href={`/assets/${one.asset}${one.channel && `?channel=${one.channel}`}`}
        className={classes.asset}
      >
        {[one.name, channel && nameIn(language, channel)].filter(Boolean).join(' · ')}
      </Link>
      <Text size="sm">
        {text('console-rules-series', {
          count: one.count,
          first: minute(new Date(one.first)),
          last: minute(new Date(one.last)),
        })}
        {one.lasting && ` · ${text('console-rules-lasting')}`}
      </Text>
    </li>
  )
}
