import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CloudLightning, ListOrdered, Timer } from 'lucide'
import { useSearchParams } from 'wouter'
import { Icon } from '../../app/Icon'
import { useText } from '../../i18n/text'
import { GridHead } from '../feeder/GridHead'
import { GridLoaded } from '../feeder/GridLoaded'
import { gridQuery } from '../queries'
import { Contingencies } from './Contingencies'
import { RotaPlan } from './RotaPlan'
import classes from './SecurityPage.module.css'
import { Storm } from './Storm'

const PARTS = ['contingencies', 'rota', 'storm'] as const
const ICONS = { contingencies: ListOrdered, rota: Timer, storm: CloudLightning } as const
const VIEWS = { contingencies: Contingencies, rota: RotaPlan, storm: Storm } as const

/** What would fail next, who would be cut if load had to be shed, what the storm of 2024 would do. */
export default function SecurityPage() {
  const text = useText()
  const query = useQuery(gridQuery)
  const [search, setSearch] = useSearchParams()
  const part = PARTS.find((one) => one === search.get('part')) ?? 'contingencies'
  return (
    <GridLoaded query={query} page>
      {(grid) => (
        <div className={classes.page}>
          <GridHead title={text('console-security')} simulated={grid.simulated} />
          <Tabs
            value={part}
            keepMounted={false}
            onChange={(value) => value && setSearch(new URLSearchParams({ part: value }), { replace: true })}
          >
            <Tabs.List>
              {PARTS.map((one) => (
                <Tabs.Tab key={one} value={one} leftSection={<Icon of={ICONS[one]} size={20} />}>
                  {text(`console-security-part-${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {PARTS.map((one) => {
              const View = VIEWS[one]
              return (
                <Tabs.Panel key={one} value={one} pt="md">
                  <View />
                </Tabs.Panel>
              )
            })}
          </Tabs>
        </div>
      )}
    </GridLoaded>
  )
}
