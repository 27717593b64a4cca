import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { BookOpenCheck, CircleCheck, Drama, Play } from 'lucide'
import { Link, useParams, useSearchParams } from 'wouter'
import { byArrows } from '../app/arrows'
import { Icon } from '../app/Icon'
import rows from '../app/Rows.module.css'
import { useMay } from '../app/session'
import { Empty, Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { DrillMark } from '../incidents/DrillMark'
import { DrillPage } from './DrillPage'
import classes from './Drills.module.css'
import { NewDrill } from './NewDrill'
import { drillsQuery } from './queries'

/** The drills; by the address one of them, or the form of a new one. */
export default function DrillsPage() {
  const { drill = '' } = useParams()
  return drill ? <DrillPage key={drill} id={drill} /> : <All />
}

function All() {
  const text = useText()
  const { minute } = useFormats()
  const may = useMay('playbook.run')
  const [address, setAddress] = useSearchParams()
  const query = useInfiniteQuery(drillsQuery)
  const playbook = address.get('new')
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-drills')}
          </Title>
          <Text c="dimmed">{text('console-drills-hint')}</Text>
        </div>
        <Group gap="xs">
          <Button
            component={Link}
            href="/playbooks"
            variant="default"
            leftSection={<Icon of={BookOpenCheck} size={20} />}
          >
            {text('console-playbooks')}
          </Button>
          {may && playbook === null && (
            <Button
              leftSection={<Icon of={Drama} size={20} />}
              onClick={() => setAddress({ new: '' }, { replace: true })}
            >
              {text('console-drills-new')}
            </Button>
          )}
        </Group>
      </Group>
      {may && playbook !== null && (
        <NewDrill playbook={playbook} onDone={() => setAddress({}, { replace: true })} />
      )}
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items)
          if (all.length === 0)
            return (
              <Empty
                icon={Drama}
                title={text('console-drills-none')}
                hint={text('console-drills-none-hint')}
              />
            )
          return (
            <ol className={rows.list} onKeyDown={byArrows}>
              {all.map((one) => (
                <li key={one.id}>
                  <Link href={`/drills/${one.id}`} className={rows.row}>
                    <span className={rows.words}>
                      <Text component="span" fw={650} display="block" className={rows.name}>
                        {one.name}
                      </Text>
                      <Text component="span" size="sm" c="dimmed">
                        {text('console-drills-row', {
                          playbook: one.playbook_name,
                          time: minute(new Date(one.begun)),
                          name: one.leader_name,
                          done: one.done,
                          steps: one.steps,
                          late: one.late,
                        })}
                      </Text>
                    </span>
                    {one.state === 'running' ? (
                      <DrillMark />
                    ) : (
                      <Badge variant="light" leftSection={<Icon of={CircleCheck} size={16} />}>
                        {text('console-drills-ended')}
                      </Badge>
                    )}
                    {one.state === 'running' && <Icon of={Play} size={20} />}
                  </Link>
                </li>
              ))}
            </ol>
          )
        }}
      </Loaded>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text('console-drills-more')}
        </Button>
      )}
    </div>
  )
}
