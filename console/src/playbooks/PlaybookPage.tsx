import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Drama, FileText } from 'lucide'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Loaded } from '../app/states'
import { NAMES_OF_LANGUAGES } from '../i18n/languages'
import { useFormats, useText } from '../i18n/text'
import { AssumedNote } from './AssumedNote'
import classes from './Playbooks.module.css'
import { playbookQuery } from './queries'
import { useDeadlineWords, useDraftName, useResponsible } from './useStepWords'

/** One playbook as the pack has it. */
export function PlaybookPage({ id }: { id: string }) {
  const text = useText()
  const query = useQuery(playbookQuery(id))
  return (
    <div className={classes.page}>
      <Button
        component={Link}
        href="/playbooks"
        variant="default"
        w="fit-content"
        leftSection={<Icon of={ArrowLeft} size={20} />}
      >
        {text('console-playbooks-back')}
      </Button>
      <Loaded query={query} page>
        {(playbook) => <One playbook={playbook} />}
      </Loaded>
    </div>
  )
}

function One({ playbook }: { playbook: Api<'Playbook'> }) {
  const text = useText()
  const { number } = useFormats()
  const named = useDraftName()
  const may = useMay('playbook.run')
  return (
    <>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {playbook.name}
          </Title>
          <Text c="dimmed">
            {text('console-playbooks-size', { steps: playbook.steps, injects: playbook.injects })}
            {playbook.expected_h !== null &&
              ` · ${text('console-playbooks-lasts', { hours: number(playbook.expected_h, 1) })}`}
          </Text>
        </div>
        {may && (
          <Button
            component={Link}
            href={`/drills?new=${encodeURIComponent(playbook.id)}`}
            leftSection={<Icon of={Drama} size={20} />}
          >
            {text('console-drills-with-this')}
          </Button>
        )}
      </Group>
      {playbook.assumed ? <AssumedNote note={playbook.note} /> : <Text>{playbook.note}</Text>}
      <Paper withBorder p="md" component="section" aria-label={text('console-playbooks-steps')}>
        <Title order={2} size="h4" mb="xs">
          {text('console-playbooks-steps')}
        </Title>
        <ol className={classes.steps}>
          {playbook.step_list.map((step) => (
            <StepOf key={step.id} step={step} playbook={playbook} />
          ))}
        </ol>
      </Paper>
      {playbook.drafts.length > 0 && (
        <Paper withBorder p="md" component="section" aria-label={text('console-playbooks-drafts')}>
          <Title order={2} size="h4" mb="xs">
            {text('console-playbooks-drafts')}
          </Title>
          <Text size="sm" mb="xs">
            {text('console-playbooks-drafts-hint')}
          </Text>
          <Stack gap="xs">
            {playbook.drafts.map((draft) => (
              <Group key={draft.id} gap="xs">
                <Icon of={FileText} size={20} />
                <Text fw={600}>{named(draft)}</Text>
                {draft.languages.map((language) => (
                  <Badge key={language} variant="outline">
                    {NAMES_OF_LANGUAGES[language]}
                  </Badge>
                ))}
              </Group>
            ))}
          </Stack>
        </Paper>
      )}
    </>
  )
}

function StepOf({ step, playbook }: { step: Api<'PlaybookStep'>; playbook: Api<'Playbook'> }) {
  const text = useText()
  const responsible = useResponsible()
  const deadline = useDeadlineWords()
  const about = [responsible(step), deadline(step, playbook.step_list)].filter(Boolean).join(' · ')
  return (
    <li className={classes.step}>
      <Text fw={600} className={classes.said}>
        {step.text}
      </Text>
      {step.condition && (
        <Text size="sm">{text('console-playbooks-condition', { condition: step.condition })}</Text>
      )}
      <Text size="sm" c="dimmed">
        {about}
      </Text>
    </li>
  )
}
