import { Alert, Text } from '@mantine/core'
import { Problem, type ProblemFault } from '../api/problem'
import { useProblemText } from '../app/problems'
import { useText } from '../i18n/text'
import classes from './Studies.module.css'

/** What is wrong with a file or a form: where, what, and what to do. */
export function Faults({ faults }: { faults: readonly ProblemFault[] }) {
  const text = useText()
  const say = useProblemText()
  if (faults.length === 0) return null
  return (
    <Alert color="red" role="alert" title={text('console-studies-faults', { count: faults.length })}>
      <ul className={classes.faults}>
        {faults.map((fault) => {
          const { file, row, column, key, fields } = fault
          const { title, remedy } = say(new Problem(422, key, fields))
          const where = [file, row ? text('console-studies-row', { row }) : '', column]
          return (
            <li key={`${file} ${row} ${column} ${key}`}>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              <Text size="sm">{remedy}</Text>
              <Text size="xs" c="dimmed">
                {where.filter(Boolean).join(' · ')}
              </Text>
            </li>
          )
        })}
      </ul>
    </Alert>
  )
}
