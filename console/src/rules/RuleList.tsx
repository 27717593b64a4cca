import { Button, Group, Menu, Switch, Text, Title } from '@mantine/core'
import { History, ListX, Plus } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../app/Icon'
import { useCity, useMay } from '../app/session'
import { Empty } from '../app/states'
import { kindOf } from '../assets/kinds'
import { SeverityMark } from '../assets/SeverityMark'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { KINDS } from './draft'
import type { Rule } from './queries'
import { RestoreVersion } from './RestoreVersion'
import classes from './RuleList.module.css'
import { useRuleChange } from './useRuleChanges'
import { useRuleWords } from './useRuleWords'

/** All rules by kind, each with its switch. */
export function RuleList({ rules, version }: { rules: readonly Rule[]; version: number }) {
  const text = useText()
  const may = useMay('rule.edit')
  const [restoring, setRestoring] = useState(false)
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-rules')}
          </Title>
          <Text c="dimmed">{text('console-rules-count', { count: rules.length, version })}</Text>
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
      {rules.length === 0 && (
        <Empty icon={ListX} title={text('console-rules-none')} hint={text('console-rules-none-hint')} />
      )}
      {KINDS.map((kind) => {
        const those = rules.filter((rule) => rule.kind === kind)
        return those.length === 0 ? null : (
          <section key={kind} aria-label={text(`console-rules-kind-${kind}`)}>
            <Title order={2} size="h4">
              {text(`console-rules-kind-${kind}`)}
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {text(`console-rules-kind-${kind}-hint`)}
            </Text>
            <ul className={classes.list}>
              {those.map((rule) => (
                <Row key={rule.id} rule={rule} version={version} />
              ))}
            </ul>
          </section>
        )
      })}
      <RestoreVersion opened={restoring} version={version} onClose={() => setRestoring(false)} />
    </div>
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

function Row({ rule, version }: { rule: Rule; version: number }) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const words = useRuleWords()
  const may = useMay('rule.edit')
  const change = useRuleChange()
  const name = nameIn(language, { names: rule.names })
  const kind = kindOf(city, rule.applies_to?.asset_kind ?? '')
  const enabled = rule.enabled ?? true
  return (
    <li className={classes.row} data-off={!enabled || undefined}>
      <Switch
        aria-label={text('console-rules-enabled-of', { rule: name })}
        checked={enabled}
        disabled={!may || change.isPending}
        onChange={(event) =>
          change.mutate({
            what: 'replace',
            rule: { ...rule, enabled: event.currentTarget.checked },
            version,
          })
        }
        className={classes.switch}
      />
      <Link href={`/rules/${rule.id}`} className={classes.link}>
        <span className={classes.words}>
          <Text component="span" fw={600} display="block" className={classes.name}>
            {name}
          </Text>
          <Text component="span" size="sm" c="dimmed">
            {[kind && nameIn(language, kind), words(rule), enabled ? '' : text('console-rules-off')]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </span>
        <SeverityMark severity={rule.severity} />
      </Link>
    </li>
  )
}
