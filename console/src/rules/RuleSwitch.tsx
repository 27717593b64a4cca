import { Switch, type SwitchProps } from '@mantine/core'
import { useMay } from '../app/session'
import type { AnyRule } from './queries'
import { useRuleChange } from './useRuleChanges'

interface Props extends Omit<SwitchProps, 'checked' | 'disabled' | 'onChange'> {
  rule: AnyRule
  version: number
}

/** Puts a rule or a combination in force, or out of it. */
export function RuleSwitch({ rule, version, ...look }: Props) {
  const may = useMay('rule.edit')
  const change = useRuleChange()
  return (
    <Switch
      {...look}
      checked={rule.enabled ?? true}
      disabled={!may || change.isPending}
      onChange={(event) =>
        change.mutate({ what: 'replace', rule: { ...rule, enabled: event.currentTarget.checked }, version })
      }
    />
  )
}
