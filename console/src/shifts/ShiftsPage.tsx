import { Button, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeft, NotebookPen, Play } from 'lucide'
import { Link, useParams } from 'wouter'
import { Icon } from '../app/Icon'
import { useMay } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { History } from './History'
import { shiftQuery, shiftsQuery } from './queries'
import { ShiftCard } from './ShiftCard'
import classes from './Shifts.module.css'
import { useShiftActs } from './useShiftActs'

/** The log of shifts: the one that runs and those before it; or, by the address, one of them. */
export default function ShiftsPage() {
  const { shift = '' } = useParams()
  return shift ? <OneShift id={Number(shift)} /> : <Log />
}

function Log() {
  const text = useText()
  const may = useMay('shift.write')
  const query = useInfiniteQuery(shiftsQuery)
  const acts = useShiftActs()
  return (
    <div className={classes.page}>
      <div>
        <Title order={1} size="h2">
          {text('console-shifts')}
        </Title>
        <Text c="dimmed">{text('console-shifts-hint')}</Text>
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items)
          const [first, ...others] = all
          const current = first && first.state !== 'ended' ? first : undefined
          return (
            <div className={classes.columns}>
              {current ? (
                <ShiftCard shift={current} acts={acts} />
              ) : (
                <Empty
                  icon={NotebookPen}
                  title={text('console-shifts-none')}
                  hint={text(may ? 'console-shifts-none-hint' : 'console-shifts-only-look')}
                >
                  {may && (
                    <Button
                      leftSection={<Icon of={Play} size={20} />}
                      loading={acts.begin.isPending}
                      onClick={() => acts.begin.mutate()}
                    >
                      {text('console-shifts-begin')}
                    </Button>
                  )}
                </Empty>
              )}
              <History
                shifts={current ? others : all}
                more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
                busy={query.isFetchingNextPage}
              />
            </div>
          )
        }}
      </Loaded>
    </div>
  )
}

function OneShift({ id }: { id: number }) {
  const text = useText()
  const query = useQuery(shiftQuery(id))
  const acts = useShiftActs()
  return (
    <div className={classes.page}>
      <Button
        component={Link}
        href="/shifts"
        variant="default"
        leftSection={<Icon of={ArrowLeft} size={20} />}
        className={classes.back}
      >
        {text('console-shifts-back')}
      </Button>
      <Loaded query={query} page>
        {(shift) => <ShiftCard shift={shift} acts={acts} page />}
      </Loaded>
    </div>
  )
}
