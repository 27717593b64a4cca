import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { BookX, ChevronRight, Drama } from 'lucide'
import { Link, useParams } from 'wouter'
import { byArrows } from '../app/arrows'
import { Icon } from '../app/Icon'
import rows from '../app/Rows.module.css'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { PlaybookPage } from './PlaybookPage'
import classes from './Playbooks.module.css'
import { playbooksQuery } from './queries'

/** The pack's playbooks or, by the address, one of them. */
export default function PlaybooksPage() {
  const { playbook = '' } = useParams()
  return playbook ? <PlaybookPage id={playbook} /> : <All />
}

function All() {
  const text = useText()
  const query = useQuery(playbooksQuery)
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {text('console-playbooks')}
          </Title>
          <Text c="dimmed">{text('console-playbooks-hint')}</Text>
        </div>
        <Button component={Link} href="/drills" variant="default" leftSection={<Icon of={Drama} size={20} />}>
          {text('console-drills')}
        </Button>
      </Group>
      <Loaded query={query}>
        {({ items, version }) =>
          items.length === 0 ? (
            <Empty
              icon={BookX}
              title={text('console-playbooks-none')}
              hint={text('console-playbooks-none-hint')}
            />
          ) : (
            <>
              <Text size="sm">{text('console-playbooks-version', { version })}</Text>
              <ul className={rows.list} onKeyDown={byArrows}>
                {items.map((one) => (
                  <li key={one.id}>
                    <Link href={`/playbooks/${encodeURIComponent(one.id)}`} className={rows.row}>
                      <span className={rows.words}>
                        <Text component="span" fw={600} display="block" className={rows.name}>
                          {one.name}
                        </Text>
                        <Text component="span" size="sm" c="dimmed">
                          {text('console-playbooks-size', { steps: one.steps, injects: one.injects })}
                        </Text>
                      </span>
                      {one.assumed && (
                        <Badge variant="outline" color="gray">
                          {text('console-assumed')}
                        </Badge>
                      )}
                      <Icon of={ChevronRight} size={20} />
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </div>
  )
}
