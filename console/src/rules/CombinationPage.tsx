import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { ArrowLeft } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { SeverityMark } from '../assets/SeverityMark'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import classes from './Editor.module.css'
import { Trial } from './Preview'
import type { Combination, Rule } from './queries'
import { RuleSwitch } from './RuleSwitch'
import { useCombinationWords } from './useCombinationWords'

interface Props {
  combination: Combination
  rules: readonly Rule[]
  version: number
}

/** A combination in words, with its switch and what it would have done lately. It is written in the pack. */
export function CombinationPage({ combination, rules, version }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const show = useShowProblem()
  const { part, where } = useCombinationWords(rules)
  const name = nameIn(language, { names: combination.names })
  const list = (title: string, parts: readonly Api<'CombinationPart'>[] = []) =>
    parts.length > 0 && (
      <section aria-label={text(title)}>
        <Title order={3} size="h5">
          {text(title)}
        </Title>
        <ul className={classes.faults}>
          {parts.map((one) => (
            <li key={JSON.stringify(one)}>{part(one)}</li>
          ))}
        </ul>
      </section>
    )
  return (
    <div className={classes.page}>
      <Button
        component={Link}
        href="/rules"
        variant="subtle"
        w="fit-content"
        leftSection={<Icon of={ArrowLeft} size={20} />}
      >
        {text('console-rules-back')}
      </Button>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {name}
          </Title>
          <Text c="dimmed">{text('console-rules-kind-combination')}</Text>
        </div>
        <SeverityMark severity={combination.severity} />
      </Group>
      <Text role="note">{text('console-rules-combination-note')}</Text>
      <div className={classes.columns}>
        <Paper withBorder p="md" component="section" aria-label={text('console-rules-what')}>
          <Stack>
            <RuleSwitch
              rule={combination}
              version={version}
              label={text('console-rules-field-enabled')}
              description={text('console-rules-enabled-hint')}
            />
            {list('console-rules-part-all', combination.all)}
            {list('console-rules-part-any-of', combination.any_of)}
            {list('console-rules-part-unless', combination.unless)}
            <Text>{where(combination)}</Text>
            <Text>
              {text(`console-rules-clear-${combination.clear ?? 'any'}`, {
                seconds: number(combination.hold_s ?? 0),
              })}
            </Text>
            {combination.note && <Text c="dimmed">{combination.note}</Text>}
          </Stack>
        </Paper>
        <Trial of={combination} made={() => combination} onError={show} />
      </div>
    </div>
  )
}
