import { useText } from '../../i18n/text'
import { METHODS } from '../study'
import { Choice, Figure, Line, WordsField } from './fields'
import { useForm } from './form'

/** How the study is called and what it asks. */
export function NamesPart() {
  const text = useText()
  const { study, edit } = useForm()
  return (
    <>
      <WordsField
        path="names"
        label={text('console-studies-field-names')}
        value={study.names}
        onChange={(names, path) => edit({ names }, path)}
      />
      <WordsField
        path="question"
        label={text('console-studies-field-question')}
        value={study.question}
        long
        onChange={(question, path) => edit({ question }, path)}
      />
    </>
  )
}

/** How the plan is searched for. */
export function SearchPart() {
  const text = useText()
  const { study, edit } = useForm()
  return (
    <>
      <Choice
        path="method"
        label={text('console-studies-field-method')}
        value={study.method}
        choices={METHODS}
        said={(one) => text(`console-studies-method-${one.replace('_', '-')}`)}
        onChange={(method) => edit({ method })}
      />
      <Line
        path="currency"
        label={text('console-studies-field-currency')}
        value={study.currency}
        onChange={(currency, path) => edit({ currency }, path)}
      />
      <Figure
        path="seed"
        label={text('console-studies-field-seed')}
        description={text('console-studies-seed-hint')}
        value={study.seed}
        max={2 ** 31 - 1}
        whole
        onChange={(seed, path) => edit({ seed }, path)}
      />
      <Figure
        path="seconds"
        label={text('console-studies-field-seconds')}
        description={text('console-studies-seconds-hint')}
        value={study.seconds}
        min={0.1}
        max={86_400}
        onChange={(seconds, path) => edit({ seconds }, path)}
      />
    </>
  )
}
