import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { Pencil } from 'lucide'
import { useState } from 'react'
import { Icon } from '../app/Icon'
import { ForgetOwn, Newer } from '../app/Newer'
import { NAMES_OF_LANGUAGES } from '../i18n/languages'
import { useFormats, useText } from '../i18n/text'
import { ActForm } from '../incidents/case/forms'
import { useRewriting } from '../incidents/useDraft'
import type { Report } from './acts'
import classes from './Reports.module.css'
import type { ReportActs } from './useReportActs'

const LONGEST = 2_000

interface Props {
  report: Report
  acts: ReportActs
  may: boolean
}

/** The public answer to a report. */
export function Answering({ report, acts, may }: Props) {
  const text = useText()
  const { minute } = useFormats()
  const [writing, setWriting] = useState(false)
  const title = text('console-reports-answer')
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {!writing &&
        (report.answer ? (
          <div className={classes.answer}>
            <Text lang={report.language} className={classes.words}>
              {report.answer}
            </Text>
            <Text size="sm" c="dimmed">
              {report.answered_by_name} · {report.answered ? minute(new Date(report.answered)) : ''}
            </Text>
          </div>
        ) : (
          <Text c="dimmed">{text('console-reports-answer-none')}</Text>
        ))}
      {may && writing && <Writing report={report} acts={acts} onDone={() => setWriting(false)} />}
      {may && !writing && (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<Icon of={Pencil} size={20} />}
            onClick={() => setWriting(true)}
          >
            {text(report.answer ? 'console-reports-answer-change' : 'console-reports-answer-write')}
          </Button>
          {report.answer && (
            <Button
              variant="default"
              onClick={() => acts.mutate({ report, act: { what: 'answer', words: '' } })}
            >
              {text('console-reports-answer-back')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}

function Writing({ report, acts, onDone }: Omit<Props, 'may'> & { onDone: () => void }) {
  const text = useText()
  const busy = acts.isPending
  const now = { words: report.answer, base: report.answer }
  const { words, own, newer, write, goOn, forget } = useRewriting(`${report.id}.answer`, now, busy)
  // An answer that is there may be emptied: that takes it back.
  const back = report.answer !== '' && words.trim() === ''
  return (
    <ActForm
      label={text(back ? 'console-reports-answer-back' : 'console-reports-answer-send')}
      busy={busy}
      ready={words.trim() !== report.answer && !newer}
      onSend={() =>
        acts.mutate(
          { report, act: { what: 'answer', words: words.trim() } },
          {
            onSuccess: () => {
              forget()
              onDone()
            },
          },
        )
      }
      onCancel={onDone}
    >
      {newer && (
        <Newer
          title={
            report.answer
              ? text('console-reports-answer-newer', { name: report.answered_by_name })
              : text('console-reports-answer-gone')
          }
          onGoOn={goOn}
          onForget={forget}
        >
          <span lang={report.language} className={classes.words}>
            {report.answer}
          </span>
        </Newer>
      )}
      <Textarea
        label={text('console-reports-answer-words')}
        description={text('console-reports-answer-hint', {
          language: NAMES_OF_LANGUAGES[report.language],
        })}
        lang={report.language}
        required={report.answer === ''}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={LONGEST}
        value={words}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {own && !newer && report.answer !== '' && <ForgetOwn onForget={forget} />}
    </ActForm>
  )
}
