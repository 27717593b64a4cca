import { Table, Text } from '@mantine/core'
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide'
import type { Api } from '../../api/types'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import classes from './MeasuredPage.module.css'
import { knownOf, ordered } from './order'

const ICONS = { consistent: CircleCheck, contradictory: TriangleAlert, unobservable: CircleHelp }

/** The parts of the grid, and how well each is known; those that are not come first. */
export function Islands({ islands }: { islands: Api<'GridEstimate'>['islands'] }) {
  const text = useText()
  const { language } = useLanguage()
  return (
    <Table aria-label={text('console-measurements-islands')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('console-measurements-island')}</Table.Th>
          <Table.Th>{text('console-measurements-known')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {ordered(islands, language).map((one) => {
          const known = knownOf(one)
          return (
            <Table.Tr key={one.at}>
              <Table.Td className={classes.words}>{one.at}</Table.Td>
              <Table.Td>
                <span className={classes.known}>
                  <Icon of={ICONS[known]} size={18} />
                  <Text component="span" size="sm" fw={known === 'consistent' ? undefined : 600}>
                    {text(`console-measurements-${known}`)}
                  </Text>
                </span>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
