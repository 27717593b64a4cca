import { Button, Group, Menu, Text, Title } from '@mantine/core'
import { History, ListX, Plus } from 'lucide'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import rows from '../app/Rows.module.css'
import { useCity, useMay } from '../app/session'
import { Empty } from '../app/states'
import { kindOf } from '../assets/kinds'
import { SeverityMark } from '../assets/SeverityMark'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { KINDS } from './draft'
import type { AnyRule, Combination, Rule } from './queries'
import { RestoreVersion } from './RestoreVersion'
import classes from './RuleList.module.css'
import { RuleSwitch } from './RuleSwitch'
import { useCombinationWords } from './useCombinationWords'
import { useRuleWords } from './useRuleWords'

interface Props {
  rules: readonly Rule[]
  combinations: readonly Combination[]
  version: number
}

/** All rules by kind, and the combinations of what they find, each with its switch. */
export function RuleList({ rules, combinations, version }: Props) {
  const text = useText()
  const city = useCity()
  const { language } = useLanguage()
  const words = useRuleWords()
  const together = useCombinationWords(rules)
  const may = useMay('rule.edit')
  const [restoring, setRestoring] = useState(false)
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-rules')}
          </Title>
          <Text c="dimmed">
            {text('console-rules-count', { count: rules.length + combinations.length, version })}
          </Text>
        </div>
        {may ? (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<Icon of={History} size={20} />}
              onClick={() => setRestoring(true)}
            >
              {text('console-rules-restore')}
            </Button>
            <NewRule />
          </Group>
        ) : (
          <Text role="note">{text('console-rules-only-look')}</Text>
        )}
      </Group>
      {rules.length + combinations.length === 0 && (
        <Empty icon={ListX} title={text('console-rules-none')} hint={text('console-rules-none-hint')} />
      )}
      {KINDS.map((kind) => {
        const those = rules.filter((rule) => rule.kind === kind)
        return (
          <Section key={kind} kind={kind}>
            {those.map((rule) => {
              const of = kindOf(city, rule.applies_to?.asset_kind ?? '')
              const says = [of && nameIn(language, of), words(rule)]
              return <Row key={rule.id} rule={rule} says={says} version={version} />
            })}
          </Section>
        )
      })}
      <Section kind="combination">
        {combinations.map((one) => (
          <Row key={one.id} rule={one} says={[together.parts(one), together.where(one)]} version={version} />
        ))}
      </Section>
      <RestoreVersion opened={restoring} version={version} onClose={() => setRestoring(false)} />
    </div>
  )
}

/** What there is of one kind; nothing where there is none. */
function Section({ kind, children }: { kind: AnyRule['kind']; children: ReactNode[] }) {
  const text = useText()
  if (children.length === 0) return null
  return (
    <section aria-label={text(`console-rules-kind-${kind}`)}>
      <Title order={2} size="h4">
        {text(`console-rules-kind-${kind}`)}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {text(`console-rules-kind-${kind}-hint`)}
      </Text>
      <ul className={rows.list}>{children}</ul>
    </section>
  )
}

function NewRule() {
  const text = useText()
  return (
    <Menu>
      <Menu.Target>
        <Button leftSection={<Icon of={Plus} size={20} />}>{text('console-rules-new')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => (
          <Menu.Item key={kind} component={Link} href={`/rules?new=${kind}`}>
            {text(`console-rules-kind-${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface RowProps {
  rule: AnyRule
  says: readonly (string | undefined)[]
  version: number
}

function Row({ rule, says, version }: RowProps) {
  const text = useText()
  const { language } = useLanguage()
  const name = nameIn(language, { names: rule.names })
  const enabled = rule.enabled ?? true
  return (
    <li className={classes.row} data-off={!enabled || undefined}>
      <RuleSwitch
        rule={rule}
        version={version}
        aria-label={text('console-rules-enabled-of', { rule: name })}
        className={classes.switch}
      />
      <Link href={`/rules/${rule.id}`} className={classes.link}>
        <span className={classes.words}>
          <Text component="span" fw={600} display="block" className={rows.name}>
            {name}
          </Text>
          <Text component="span" size="sm" c="dimmed">
            {[...says, enabled ? '' : text('console-rules-off')].filter(Boolean).join(' · ')}
          </Text>
        </span>
        <SeverityMark severity={rule.severity} />
      </Link>
    </li>
  )
}
