import { Text } from '@mantine/core'
import type { Api } from '../../api/types'
import { useText } from '../../i18n/text'
import classes from './MeasuredPage.module.css'

/** The parts of the grid, and how well each is known; those that are not come first. */
export function Islands({ islands }: { islands: Api<'GridEstimate'>['islands'] }) {
  const text = useText()
  const well = ({ observable, consistent }: Api<'EstimateIsland'>) => Number(observable && consistent)
  return (
    <ul className={classes.list} aria-label={text('console-measurements-islands')}>
      {[...islands]
        .sort((a, b) => well(a) - well(b) || a.at.localeCompare(b.at))
        .map((one) => (
          <li key={one.at} className={classes.item}>
            <Text fw={600}>{one.at}</Text>
            <Text size="sm">
              {text(
                one.observable
                  ? one.consistent
                    ? 'console-measurements-consistent'
                    : 'console-measurements-contradictory'
                  : 'console-measurements-unobservable',
              )}
            </Text>
          </li>
        ))}
    </ul>
  )
}
