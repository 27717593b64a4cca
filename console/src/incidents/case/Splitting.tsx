import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Api } from '../../api/types'
import { useText } from '../../i18n/text'
import { byWeight } from '../findings'
import type { Acting } from '../useAct'
import { ActForm } from './forms'
import classes from './Splitting.module.css'

interface Props {
  incident: Api<'IncidentDetail'>
  act: Acting
  onDone: () => void
}

/** The API takes so many at once. */
const MOST = 500

/** Chooses findings that get a case of their own. */
export function Splitting({ incident, act, onDone }: Props) {
  const text = useText()
  const [, go] = useLocation()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const lasting = byWeight(incident.findings)
    .filter(({ cleared }) => cleared === null)
    .slice(0, MOST)
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <ActForm
      label={text('console-act-split')}
      busy={act.isPending}
      ready={chosen.length > 0 && chosen.length < lasting.length}
      onSend={() =>
        act.mutate(
          { what: 'split', findings: [...chosen] },
          { onSuccess: (other) => go(`/incidents/${other.id}`) },
        )
      }
      onCancel={onDone}
    >
      <Text size="sm">{text('console-incidents-split-hint')}</Text>
      <div className={classes.list}>
        {lasting.map((finding) => (
          <Checkbox
            key={finding.id}
            label={[finding.asset_name, finding.text].filter(Boolean).join(': ')}
            checked={chosen.includes(finding.id)}
            onChange={() => toggle(finding.id)}
            classNames={{ body: classes.box, label: classes.label }}
          />
        ))}
      </div>
    </ActForm>
  )
}
