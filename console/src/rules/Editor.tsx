import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ArrowLeft, Copy, Save, Trash2 } from 'lucide'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { Problem } from '../api/problem'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { useMay } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { ChangedMeanwhile } from './ChangedMeanwhile'
import { Conditions } from './Conditions'
import { type Draft, draftOf, type Faults, faultsOf, ruleOf } from './draft'
import classes from './Editor.module.css'
import { Form } from './form'
import { Head } from './Head'
import { Preview } from './Preview'
import type { Rule } from './queries'
import { useFaultText } from './useFieldText'
import { useRuleChange } from './useRuleChanges'

interface Props {
  start: Draft
  /** The rule as it was when the form was opened; none for a new one. */
  base?: Rule
  rules: readonly Rule[]
  version: number
}

const NO_FAULTS: Faults = new Map()

/** The form of one rule, with what it would have done lately. */
export function Editor({ start, base, rules, version }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const [, go] = useLocation()
  const may = useMay('rule.edit')
  const show = useShowProblem()
  // What the person began with, until they save or take over what somebody else has made of it.
  const [opened, setOpened] = useState({ rule: base, version })
  const [draft, setDraft] = useState(start)
  const [faults, setFaults] = useState<Faults>(NO_FAULTS)
  const [refused, setRefused] = useState(false)
  const [asking, asks] = useDisclosure()

  const failed = (error: unknown) => {
    if (error instanceof Problem && error.faults.length > 0) setFaults(faultsOf(error.faults))
    else if (error instanceof Problem && error.key === 'rules-changed') setRefused(true)
    else show(error)
  }
  const change = useRuleChange(failed)
  const save = (seen: number) => {
    setFaults(NO_FAULTS)
    const rule = ruleOf(draft)
    change.mutate(
      { what: opened.rule ? 'replace' : 'create', rule, version: seen },
      {
        onSuccess: (made) => {
          setRefused(false)
          setOpened({ rule, version: made })
          if (!opened.rule) go(`/rules/${rule.id}`, { replace: true })
        },
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(opened.version)
  }
  const edit = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const title = opened.rule ? nameIn(language, { names: draft.names }, draft.id) : text('console-rules-new')

  return (
    <Form value={{ draft, edit, faults, fixed: !may, rules }}>
      <form className={classes.page} onSubmit={submit} noValidate aria-label={title}>
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
              {title}
            </Title>
            <Text c="dimmed">{text(`console-rules-kind-${draft.kind}`)}</Text>
          </div>
          {may && opened.rule && (
            <Group gap="xs">
              <Button
                component={Link}
                href={`/rules?copy=${draft.id}`}
                variant="default"
                leftSection={<Icon of={Copy} size={20} />}
              >
                {text('console-rules-copy')}
              </Button>
              <Button variant="default" leftSection={<Icon of={Trash2} size={20} />} onClick={asks.open}>
                {text('console-rules-delete')}
              </Button>
            </Group>
          )}
        </Group>
        {!may && <Text role="note">{text('console-rules-only-look')}</Text>}
        {faults.size > 0 && <FaultList faults={faults} />}
        {(refused || (version !== opened.version && !change.isPending)) && (
          <ChangedMeanwhile
            opened={opened.rule}
            now={rules.find((rule) => rule.id === draft.id)}
            refused={refused}
            busy={change.isPending}
            onMine={() => save(version)}
            onTheirs={(rule) => {
              setRefused(false)
              setOpened({ rule, version })
              setDraft(draftOf(rule))
            }}
            onSeen={() => {
              setRefused(false)
              setOpened((before) => ({ ...before, version }))
            }}
          />
        )}
        <div className={classes.columns}>
          <Stack>
            <Head fresh={!opened.rule} />
            <Conditions />
            {may && (
              <Group>
                <Button type="submit" loading={change.isPending} leftSection={<Icon of={Save} size={20} />}>
                  {text('console-rules-save')}
                </Button>
                <Button
                  variant="default"
                  onClick={() => setDraft(opened.rule ? draftOf(opened.rule) : start)}
                >
                  {text('console-rules-discard')}
                </Button>
              </Group>
            )}
          </Stack>
          <Preview onError={failed} />
        </div>
      </form>
      <Confirm
        opened={asking}
        onClose={asks.close}
        title={text('console-rules-delete-sure', { rule: title })}
        label={text('console-rules-delete')}
        grave
        busy={change.isPending}
        onConfirm={() =>
          opened.rule &&
          change.mutate(
            { what: 'delete', rule: opened.rule, version: opened.version },
            { onSuccess: () => go('/rules'), onSettled: asks.close },
          )
        }
      >
        {text('console-rules-delete-hint')}
      </Confirm>
    </Form>
  )
}

/** All faults together above the form: each stands at its field too. */
function FaultList({ faults }: { faults: Faults }) {
  const text = useText()
  const say = useFaultText()
  return (
    <Alert color="red" role="alert" title={text('console-rules-faults', { count: faults.size })}>
      <ul className={classes.faults}>
        {[...faults].map(([field, fault]) => (
          <li key={field}>{say(fault)}</li>
        ))}
      </ul>
    </Alert>
  )
}
