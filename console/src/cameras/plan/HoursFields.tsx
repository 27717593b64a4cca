import { ActionIcon, Button, Chip, Group, Text, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide'
import { useMemo } from 'react'
import { Icon } from '../../app/Icon'
import { TAGS } from '../../i18n/format'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import classes from './Plan.module.css'
import { clock, type Hours, minutesOf } from './scenes'

/** 1 January 2024 was a Monday, day 0. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
const NIGHT: Hours = { days: [0, 1, 2, 3, 4, 5, 6], start: 1_080, end: 360 }

interface Props {
  hours: readonly Hours[]
  wrong: (field: string) => string | null
  onChange: (hours: Hours[], mark?: string) => void
}

/** When in the week a scene is watched; always, where nothing is said. */
export function HoursFields({ hours, wrong, onChange }: Props) {
  const text = useText()
  const { language } = useLanguage()
  const days = useMemo(() => {
    const format = new Intl.DateTimeFormat(TAGS[language], { weekday: 'short', timeZone: 'UTC' })
    return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * DAY_MS))
  }, [language])
  const put = (at: number, part: Partial<Hours>, mark = '') =>
    onChange(
      hours.map((one, index) => (index === at ? { ...one, ...part } : one)),
      mark,
    )
  return (
    <div>
      <div className={classes.label}>{text('console-cameras-hours')}</div>
      {hours.length === 0 && <Text mb={4}>{text('console-cameras-hours-always')}</Text>}
      <Group gap="xs" align="stretch" style={{ flexDirection: 'column' }}>
        {hours.map((part, at) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: a part of the week is known by its place in the row alone
            key={at}
            className={classes.hours}
            aria-label={text('console-cameras-hours-part', { number: at + 1 })}
          >
            <Chip.Group
              multiple
              value={part.days.map(String)}
              onChange={(values) => put(at, { days: values.map(Number).sort() })}
            >
              <Group gap={4}>
                {days.map((name, day) => (
                  <Chip key={name} value={String(day)}>
                    {name}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
            {wrong(`hours.${at}.days`) && (
              <Text c="var(--mantine-color-error)">{wrong(`hours.${at}.days`)}</Text>
            )}
            <div className={classes.times}>
              <TextInput
                type="time"
                label={text('console-cameras-hours-from')}
                value={clock(part.start)}
                error={wrong(`hours.${at}.start`)}
                onChange={(event) => {
                  const start = minutesOf(event.currentTarget.value, false)
                  if (start !== null) put(at, { start }, `start ${at}`)
                }}
              />
              <TextInput
                type="time"
                label={text('console-cameras-hours-to')}
                value={clock(part.end)}
                error={wrong(`hours.${at}.end`)}
                onChange={(event) => {
                  const end = minutesOf(event.currentTarget.value, true)
                  if (end !== null) put(at, { end }, `end ${at}`)
                }}
              />
              <ActionIcon
                color="gray"
                aria-label={text('console-cameras-hours-remove', { number: at + 1 })}
                onClick={() => onChange(hours.filter((_, index) => index !== at))}
              >
                <Icon of={X} />
              </ActionIcon>
            </div>
            {part.end <= part.start && <Text size="sm">{text('console-cameras-hours-over')}</Text>}
          </fieldset>
        ))}
      </Group>
      <Button
        variant="default"
        mt="xs"
        leftSection={<Icon of={Plus} size={20} />}
        onClick={() => onChange([...hours, NIGHT])}
      >
        {text('console-cameras-hours-add')}
      </Button>
    </div>
  )
}
