import { Button, Chip, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useFormFocus } from '../../app/focus'
import { Newer, useNewer } from '../../app/Newer'
import { useNow } from '../../app/useNow'
import { useOnce } from '../../app/useOnce'
import { useFormats, useText } from '../../i18n/text'
import { foldedOptions } from '../../map/options'
import type { Resolution } from '../acts'
import { workersQuery } from '../queries'
import { useDraft } from '../useDraft'
import { useSpans } from './useSpans'

const LONGEST = 2_000
const LONGEST_REVIEW = 4_000

interface FormProps {
  label: string
  busy: boolean
  ready: boolean
  onSend: () => void
  onCancel: () => void
  children: ReactNode
}

/** The frame of what an act asks for: its fields, and the two ways out. The focus goes in with it, and out with it. */
export function ActForm({ label, busy, ready, onSend, onCancel, children }: FormProps) {
  const text = useText()
  const form = useRef<HTMLFormElement>(null)
  const once = useOnce(busy)
  useFormFocus(form)
  return (
    <form
      ref={form}
      // A press beside its fields stays in it: so Escape still leads out.
      tabIndex={-1}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) once(onSend)
      }}
      onKeyDown={(event) => {
        // A list of choices that stands open is closed first.
        const open = event.target instanceof Element && event.target.matches('[aria-expanded="true"]')
        // So are the words that an input method is still composing.
        const composing = event.nativeEvent.isComposing
        if (event.key === 'Escape' && !event.defaultPrevented && !open && !composing) onCancel()
      }}
    >
      <Stack gap="xs">
        {children}
        <Group grow preventGrowOverflow={false}>
          <Button variant="default" onClick={onCancel}>
            {text('console-incidents-cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface Of<Sent> {
  incident: string
  label: string
  busy: boolean
  onSend: (sent: Sent, forget: () => void) => void
  onCancel: () => void
}

const RESOLUTIONS: readonly Resolution[] = ['fixed', 'false_alarm']
const REASONS = ['solved', 'test', 'elsewhere'] as const

/** Asks how it ended, and why; a false alarm must say why. */
export function Resolving({ incident, onSend, ...rest }: Of<{ resolution: Resolution; reason: string }>) {
  const text = useText()
  const [resolution, setResolution] = useState<Resolution>('fixed')
  const [reason, setReason] = useDraft(`${incident}.reason`)
  const needed = resolution === 'false_alarm'
  return (
    <ActForm
      {...rest}
      ready={!needed || reason.trim() !== ''}
      onSend={() => onSend({ resolution, reason }, () => setReason(''))}
    >
      <Group gap="xs" role="radiogroup" aria-label={text('console-incidents-how')}>
        {RESOLUTIONS.map((one) => (
          <Chip key={one} type="radio" checked={resolution === one} onChange={() => setResolution(one)}>
            {text(`console-incidents-resolution-${one}`)}
          </Chip>
        ))}
      </Group>
      <Group gap="xs" role="group" aria-label={text('console-incidents-reason')}>
        {REASONS.map((one) => {
          const words = text(`console-incidents-reason-${one}`)
          return (
            <Chip key={one} checked={reason === words} onChange={() => setReason(words)}>
              {words}
            </Chip>
          )
        })}
      </Group>
      <Textarea
        label={text('console-incidents-reason')}
        required={needed}
        autosize
        data-autofocus
        minRows={2}
        maxRows={8}
        maxLength={LONGEST}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActForm>
  )
}

/** Asks what was learned; it may be nothing. */
export function Reviewing({ incident, onSend, ...rest }: Of<{ learned: string }>) {
  const text = useText()
  const [learned, setLearned] = useDraft(`${incident}.learned`)
  return (
    <ActForm {...rest} ready onSend={() => onSend({ learned }, () => setLearned(''))}>
      <Textarea
        label={text('console-incidents-learned')}
        description={text('console-incidents-learned-hint')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={LONGEST_REVIEW}
        value={learned}
        onChange={(event) => setLearned(event.currentTarget.value)}
      />
    </ActForm>
  )
}

interface Assigned {
  owner: string
  agency: string
}

interface AssigningProps extends Omit<Of<Assigned>, 'incident'> {
  now: Assigned
  /** Names of who has it now; none where nobody has. */
  names: readonly string[]
}

/** Asks who handles it: a person, an organisation, or both. */
export function Assigning({ now, names, onSend, busy, ...rest }: AssigningProps) {
  const text = useText()
  const [chosen, setChosen] = useState(now)
  const [newer, goOn] = useNewer(`${now.owner} ${now.agency}`, busy)
  return (
    <ActForm
      {...rest}
      busy={busy}
      ready={(chosen.owner || chosen.agency) !== '' && !newer}
      onSend={() => onSend(chosen, () => undefined)}
    >
      {newer && (
        <Newer
          title={
            names.length > 0
              ? text('console-incidents-assign-newer', { names: names.join(' · ') })
              : text('console-incidents-assign-gone')
          }
          onGoOn={goOn}
        />
      )}
      <Workers chosen={chosen} onChange={setChosen} />
    </ActForm>
  )
}

/** A person and an organisation to choose. */
export function Workers({ chosen, onChange }: { chosen: Assigned; onChange: (chosen: Assigned) => void }) {
  const text = useText()
  const { data } = useQuery(workersQuery)
  const options = (some: readonly { id: string; name: string }[] = []) =>
    some.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Select
        label={text('console-incidents-owner')}
        data={options(data?.people)}
        value={chosen.owner || null}
        filter={foldedOptions}
        searchable
        clearable
        nothingFoundMessage={text('console-nothing-found')}
        onChange={(owner) => onChange({ ...chosen, owner: owner ?? '' })}
      />
      <Select
        label={text('console-incidents-agency')}
        data={options(data?.agencies)}
        value={chosen.agency || null}
        filter={foldedOptions}
        searchable
        clearable
        nothingFoundMessage={text('console-nothing-found')}
        onChange={(agency) => onChange({ ...chosen, agency: agency ?? '' })}
      />
    </>
  )
}

/** Asks for how long it leaves the queue. */
export function Snoozing({ onSend, ...rest }: Omit<Of<{ until: string }>, 'incident'>) {
  const text = useText()
  const { minute } = useFormats()
  const now = useNow()
  const spans = useSpans(SNOOZE_MIN)
  const [minutes, setMinutes] = useState(60)
  const until = new Date(now.getTime() + minutes * 60_000)
  return (
    <ActForm {...rest} ready onSend={() => onSend({ until: until.toISOString() }, () => undefined)}>
      <Group gap="xs" role="radiogroup" aria-label={text('console-incidents-snooze-for')}>
        {spans.map(({ minutes: one, said }) => (
          <Chip key={one} type="radio" checked={minutes === one} onChange={() => setMinutes(one)}>
            {said}
          </Chip>
        ))}
      </Group>
      <Text size="sm">{text('console-incidents-snooze-until', { time: minute(until) })}</Text>
    </ActForm>
  )
}

const SNOOZE_MIN = [15, 60, 240, 720, 1_440, 4_320]
