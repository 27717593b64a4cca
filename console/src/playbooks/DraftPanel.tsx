import { Alert, Badge, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Copy, Pencil, RotateCcw, Send, TriangleAlert, Undo2 } from 'lucide'
import { useState } from 'react'
import { Icon } from '../app/Icon'
import { useLanguage } from '../i18n/LanguageProvider'
import { NAMES_OF_LANGUAGES } from '../i18n/languages'
import { useFormats, useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import type { Draft, Run, RunAct } from './acts'
import { DraftEditor } from './DraftEditor'
import classes from './Playbooks.module.css'
import type { RunActs } from './useRunActs'
import { useDraftName } from './useStepWords'

interface Props {
  run: Run
  draft: Draft
  acts: RunActs
  may: boolean
}

const SAID_MS = 4_000
const LONGEST_TO = 300

/** A draft of a run: read, edited, copied, marked as sent. The platform itself sends nothing. */
export function DraftPanel({ run, draft, acts, may }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const named = useDraftName()
  const { language: own } = useLanguage()
  const { copy, copied } = useClipboard({ timeout: SAID_MS })
  const [asked, setAsked] = useState(own)
  const [doing, setDoing] = useState<'edit' | 'send' | null>(null)
  const words = draft.texts.find(({ language }) => language === asked) ?? draft.texts[0]
  if (!words) return null
  const act = (one: RunAct, then = () => {}) => acts.act.mutate({ run, act: one }, { onSuccess: then })
  const sent = draft.sent !== null
  const title = named(draft)
  return (
    <section className={classes.draft} aria-label={title}>
      <Stack gap="xs">
        <Group gap="xs">
          <Text fw={650}>{title}</Text>
          {words.edited && <Badge variant="outline">{text('console-playbooks-edited')}</Badge>}
        </Group>
        {draft.texts.length > 1 && (
          <SegmentedControl
            aria-label={text('console-language')}
            data={draft.texts.map(({ language }) => ({
              value: language,
              label: NAMES_OF_LANGUAGES[language],
            }))}
            value={words.language}
            disabled={doing === 'edit'}
            onChange={(value) =>
              setAsked(draft.texts.find(({ language }) => language === value)?.language ?? own)
            }
          />
        )}
        {doing === 'edit' ? (
          <DraftEditor
            run={run.id}
            draft={draft}
            words={words}
            busy={acts.act.isPending}
            onSave={(version, edited, forget) =>
              act(
                { what: 'edit', draft: { ...draft, version }, language: words.language, words: edited },
                () => {
                  forget()
                  setDoing(null)
                },
              )
            }
            onCancel={() => setDoing(null)}
          />
        ) : (
          <div lang={words.language}>
            {words.title && <Text fw={600}>{words.title}</Text>}
            <Text className={classes.said}>{words.text}</Text>
          </div>
        )}
        {draft.edited && !sent && (
          <Text size="sm" c="dimmed">
            {text('console-playbooks-edited-by', {
              name: draft.edited_by_name,
              time: minute(new Date(draft.edited)),
            })}
          </Text>
        )}
        {draft.sent && (
          <Alert color="celadon" icon={<Icon of={Check} />}>
            {text('console-playbooks-sent-to', {
              to: draft.sent_to,
              name: draft.sent_by_name,
              time: minute(new Date(draft.sent)),
            })}
          </Alert>
        )}
        {doing === 'send' && (
          <Sending
            draft={draft}
            drill={run.drill !== ''}
            busy={acts.act.isPending}
            onSend={(to) => act({ what: 'sent', draft, to }, () => setDoing(null))}
            onCancel={() => setDoing(null)}
          />
        )}
        {doing === null && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<Icon of={copied ? Check : Copy} size={20} />}
              onClick={() => copy([words.title, words.text].filter(Boolean).join('\n\n'))}
            >
              {text('console-playbooks-copy')}
            </Button>
            {may && !sent && (
              <>
                <Button
                  variant="default"
                  leftSection={<Icon of={Pencil} size={20} />}
                  onClick={() => setDoing('edit')}
                >
                  {text('console-playbooks-edit')}
                </Button>
                {words.edited && (
                  <Button
                    variant="default"
                    leftSection={<Icon of={RotateCcw} size={20} />}
                    onClick={() => act({ what: 'reset', draft, language: words.language })}
                  >
                    {text('console-playbooks-reset')}
                  </Button>
                )}
                <Button leftSection={<Icon of={Send} size={20} />} onClick={() => setDoing('send')}>
                  {text('console-playbooks-mark-sent')}
                </Button>
              </>
            )}
            {may && sent && (
              <Button
                variant="default"
                leftSection={<Icon of={Undo2} size={20} />}
                onClick={() => act({ what: 'unsent', draft })}
              >
                {text('console-playbooks-mark-unsent')}
              </Button>
            )}
          </Group>
        )}
        <Text size="sm" role="status">
          {copied ? text('console-secret-copied') : ''}
        </Text>
      </Stack>
    </section>
  )
}

interface SendingProps {
  draft: Draft
  drill: boolean
  busy: boolean
  onSend: (to: string) => void
  onCancel: () => void
}

/** Asks where a draft went. */
function Sending({ draft, drill, busy, onSend, onCancel }: SendingProps) {
  const text = useText()
  const [to, setTo] = useState(draft.agency_name)
  return (
    <ActForm
      label={text('console-playbooks-mark-sent')}
      busy={busy}
      ready={to.trim() !== ''}
      onSend={() => onSend(to.trim())}
      onCancel={onCancel}
    >
      <Alert color="yellow" icon={<Icon of={TriangleAlert} />}>
        {text(drill ? 'console-playbooks-send-drill' : 'console-playbooks-send-hint')}
      </Alert>
      <TextInput
        label={text('console-playbooks-sent-where')}
        description={text('console-playbooks-sent-where-hint')}
        required
        data-autofocus
        maxLength={LONGEST_TO}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
    </ActForm>
  )
}
