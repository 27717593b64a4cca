import { ActionIcon, Button, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Columns2, MapPinX, Plus, Trash2 } from 'lucide'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { byArrows } from '../app/arrows'
import { Confirm } from '../app/Confirm'
import { Icon } from '../app/Icon'
import rows from '../app/Rows.module.css'
import { useMay } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../i18n/text'
import { Faults } from './Faults'
import { NewStudy } from './NewStudy'
import { studiesQuery } from './queries'
import { RunBadge, RunProgress, RunTrouble } from './RunState'
import classes from './Studies.module.css'
import { useStudyActs } from './useStudyActs'

/** All studies of the pack, each with its newest run. */
export function StudyList() {
  const text = useText()
  const mayEdit = useMay('study.edit')
  const query = useQuery(studiesQuery)
  const [adding, add] = useDisclosure()
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-studies')}
          </Title>
          <Text c="dimmed">{text('console-studies-hint')}</Text>
        </div>
        <Group gap="xs">
          <Button
            component={Link}
            href="/study-comparison"
            variant="default"
            leftSection={<Icon of={Columns2} size={20} />}
          >
            {text('console-studies-compare')}
          </Button>
          {mayEdit && (
            <Button leftSection={<Icon of={Plus} size={20} />} onClick={add.open}>
              {text('console-studies-new')}
            </Button>
          )}
        </Group>
      </Group>
      <Loaded query={query}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Empty
                icon={MapPinX}
                title={text('console-studies-none')}
                hint={text(mayEdit ? 'console-studies-none-hint' : 'console-studies-none-look')}
              />
            ) : (
              <ul className={rows.list} onKeyDown={byArrows} aria-label={text('console-studies')}>
                {items.map((study) => (
                  <Row key={study.id} study={study} mayEdit={mayEdit} />
                ))}
              </ul>
            )}
            {adding && <NewStudy studies={items} onClose={add.close} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Row({ study, mayEdit }: { study: Api<'StudySummary'>; mayEdit: boolean }) {
  const text = useText()
  const { language } = useLanguage()
  const { minute } = useFormats()
  const { remove } = useStudyActs()
  const [asking, setAsking] = useState(false)
  const { newest_run: run } = study
  const sound = study.faults.length === 0
  const name = nameIn(language, study, study.id)
  return (
    <li>
      <div className={classes.row}>
        <div className={rows.words}>
          {sound ? (
            <Link href={`/studies/${encodeURIComponent(study.id)}`} className={classes.open}>
              <span className={classes.grow}>
                <Text component="span" fw={600} display="block" className={rows.name}>
                  {name}
                </Text>
                <Text component="span" size="sm" display="block">
                  {nameIn(language, { names: study.question })}
                </Text>
                <Text component="span" size="sm" c="dimmed">
                  {text(`console-studies-method-${study.method.replace('_', '-')}`)}
                  {run && ` · ${text('console-studies-last-run', { time: minute(new Date(run.asked)) })}`}
                </Text>
              </span>
              {run && <RunBadge run={run} />}
              <Icon of={ChevronRight} size={20} />
            </Link>
          ) : (
            <Text fw={600}>{name}</Text>
          )}
        </div>
        {mayEdit && (
          <ActionIcon
            color="gray"
            aria-label={text('console-studies-delete-of', { name })}
            title={text('console-studies-delete-of', { name })}
            loading={remove.isPending}
            // What a change can bring back needs no question.
            onClick={() => (sound ? remove.mutate(study) : setAsking(true))}
          >
            <Icon of={Trash2} size={20} />
          </ActionIcon>
        )}
      </div>
      {(run || !sound) && (
        <div className={classes.under}>
          <Faults faults={study.faults} />
          {run && <RunProgress run={run} />}
          {run && <RunTrouble run={run} />}
        </div>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('console-studies-delete-sure', { name })}
        label={text('console-studies-delete')}
        grave
        busy={remove.isPending}
        onConfirm={() => remove.mutate(study, { onSettled: () => setAsking(false) })}
      >
        {text('console-studies-delete-broken')}
      </Confirm>
    </li>
  )
}
