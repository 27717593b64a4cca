import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Play, Redo2, Save, Undo2 } from 'lucide'
import { Icon } from '../../app/Icon'
import { ForgetOwn, Newer } from '../../app/Newer'
import { useText } from '../../i18n/text'
import { isOver, runsQuery } from '../queries'
import { RunProgress, RunTrouble } from '../RunState'
import classes from './Studio.module.css'
import type { StudioState } from './useStudio'

/** Back and forth, save, run; what goes on, and what somebody else has changed. */
export function ActBar({ studio }: { studio: StudioState }) {
  const text = useText()
  const { data: runs } = useQuery(runsQuery(studio.study.id))
  const newest = runs?.items[0]
  const { own, newer, mayEdit, mayRun, undo, redo } = studio
  const runnable = mayRun && !newer && (mayEdit || !own)
  return (
    <Stack gap="xs" className={classes.acts}>
      {newer && (
        <Newer title={text('console-studies-newer')} onGoOn={studio.goOn} onForget={studio.forget}>
          {text('console-studies-newer-hint')}
        </Newer>
      )}
      {!studio.fixed && (
        <Group gap="xs">
          <ActionIcon
            color="gray"
            aria-label={text('console-studies-undo')}
            title={text('console-studies-undo')}
            disabled={!undo}
            onClick={() => undo?.()}
          >
            <Icon of={Undo2} />
          </ActionIcon>
          <ActionIcon
            color="gray"
            aria-label={text('console-studies-redo')}
            title={text('console-studies-redo')}
            disabled={!redo}
            onClick={() => redo?.()}
          >
            <Icon of={Redo2} />
          </ActionIcon>
          {mayEdit && (
            <Button
              variant="default"
              leftSection={<Icon of={Save} size={20} />}
              disabled={!own || newer}
              loading={studio.saving}
              onClick={() => void studio.save()}
            >
              {text('console-studies-save')}
            </Button>
          )}
          {mayRun && (
            <Button
              leftSection={<Icon of={Play} size={20} />}
              disabled={!runnable}
              loading={studio.starting}
              onClick={() => void studio.runExactly()}
            >
              {text(own && mayEdit ? 'console-studies-save-run' : 'console-studies-run')}
            </Button>
          )}
        </Group>
      )}
      {own && !newer && (
        <Group gap="xs" justify="space-between">
          <Text size="sm" role="status">
            {text(mayEdit ? 'console-studies-unsaved' : 'console-studies-unsaved-tried')}
          </Text>
          <ForgetOwn onForget={studio.forget} />
        </Group>
      )}
      {newest && !isOver(newest) && <RunProgress run={newest} />}
      {newest && <RunTrouble run={newest} />}
    </Stack>
  )
}
