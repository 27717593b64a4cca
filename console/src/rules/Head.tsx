import { Autocomplete, Paper, Select, Switch, Textarea, TextInput, Title } from '@mantine/core'
import { LANGUAGES } from '../i18n/languages'
import { useText } from '../i18n/text'
import { SEVERITIES } from '../incidents/filter'
import classes from './Editor.module.css'
import { useField, useForm } from './form'
import { Target } from './Target'

/** What every rule has: names, severity, what it watches. */
export function Head({ fresh }: { fresh: boolean }) {
  const text = useText()
  const field = useField()
  const { draft, edit, rules } = useForm()
  const groups = [...new Set(rules.map((rule) => rule.group))].sort()
  return (
    <>
      <Paper withBorder p="md" component="section" aria-label={text('console-rules-what')}>
        <Title order={2} size="h4" mb="xs">
          {text('console-rules-what')}
        </Title>
        <div className={classes.fields}>
          {LANGUAGES.map((language) => (
            <TextInput
              key={language}
              {...field(`names.${language}`)}
              required
              maxLength={200}
              value={draft.names[language]}
              onChange={(event) => edit({ names: { ...draft.names, [language]: event.currentTarget.value } })}
            />
          ))}
          <TextInput
            {...field('id')}
            description={text(fresh ? 'console-rules-id-hint' : 'console-rules-id-stays')}
            required
            maxLength={64}
            readOnly={!fresh}
            value={draft.id}
            onChange={(event) => edit({ id: event.currentTarget.value })}
          />
          <Select
            {...field('severity')}
            description={text('console-rules-severity-hint')}
            data={SEVERITIES.map((one) => ({ value: one, label: text(`console-severity-${one}`) }))}
            value={draft.severity}
            onChange={(value) =>
              edit({ severity: SEVERITIES.find((one) => one === value) ?? draft.severity })
            }
            allowDeselect={false}
          />
          <Autocomplete
            {...field('group')}
            description={text('console-rules-group-hint')}
            required
            maxLength={64}
            data={groups}
            value={draft.group}
            onChange={(group) => edit({ group })}
          />
          <Switch
            label={field('enabled').label}
            description={text('console-rules-enabled-hint')}
            disabled={field('enabled').disabled}
            checked={draft.enabled}
            onChange={(event) => edit({ enabled: event.currentTarget.checked })}
          />
          <Textarea
            {...field('note')}
            description={text('console-rules-note-hint')}
            className={classes.wide}
            autosize
            minRows={1}
            maxRows={6}
            maxLength={1000}
            value={draft.note}
            onChange={(event) => edit({ note: event.currentTarget.value })}
          />
        </div>
      </Paper>
      <Target />
    </>
  )
}
