import { Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import rows from '../../app/Rows.module.css'
import { useMay } from '../../app/session'
import { Loaded } from '../../app/states'
import { useFormats, useText } from '../../i18n/text'
import { differing } from '../differing'
import { changesQuery } from '../queries'
import { studyOf } from '../study'
import { useUndoChange } from '../useStudyActs'
import classes from './Runs.module.css'

/** The saved versions of a study, newest first; each change can be taken back. */
export function History({ study, version }: { study: string; version: number }) {
  const text = useText()
  const query = useQuery(changesQuery(study))
  return (
    <section aria-label={text('console-studies-history')} className={classes.section}>
      <Title order={2} size="h4">
        {text('console-studies-history')}
      </Title>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm">{text('console-studies-no-history')}</Text>
          ) : (
            <ul className={rows.list}>
              {items.map((change) => (
                <Row key={change.change} change={change} study={study} version={version} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

interface RowProps {
  change: Api<'StudyChange'>
  study: string
  version: number
}

function Row({ change, study, version }: RowProps) {
  const text = useText()
  const { minute } = useFormats()
  const mayEdit = useMay('study.edit')
  const undo = useUndoChange()
  const { before, after } = change
  const parts = before && after ? differing(studyOf(before), studyOf(after)) : []
  const what = !before
    ? text('console-studies-change-made')
    : !after
      ? text('console-studies-change-deleted')
      : text('console-studies-change-parts', {
          parts: parts.map((part) => text(`console-studies-part-${part}`)).join(', '),
        })
  return (
    <li className={classes.run}>
      <Text fw={600}>{what}</Text>
      <Text size="sm" c="dimmed">
        {[
          minute(new Date(change.time)),
          change.by_name,
          typeof after?.version === 'number'
            ? text('console-studies-version', { version: after.version })
            : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {mayEdit && before && (
        <Button
          variant="default"
          w="fit-content"
          leftSection={<Icon of={Undo2} size={20} />}
          loading={undo.isPending}
          onClick={() => undo.mutate({ study, change: change.change, version })}
        >
          {text('console-studies-undo-change')}
        </Button>
      )}
    </li>
  )
}
