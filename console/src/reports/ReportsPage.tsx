import { Button, Group, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeft, ExternalLink, Megaphone } from 'lucide'
import { useMemo } from 'react'
import { Link, useLocation, useParams, useSearchParams } from 'wouter'
import { Icon } from '../app/Icon'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { Filters } from './Filters'
import { asSearch, type Filter, filterOf } from './filter'
import { reportQuery, reportsQuery } from './queries'
import { ReportCard } from './ReportCard'
import { ReportList } from './ReportList'
import classes from './Reports.module.css'

/** What citizens have reported: the list, and one of them beside it. */
export default function ReportsPage() {
  const text = useText()
  const { report = '' } = useParams()
  const [address] = useSearchParams()
  const [, go] = useLocation()
  const filter = useMemo(() => filterOf(address), [address])
  const query = useInfiniteQuery(reportsQuery(filter))
  const search = asSearch(filter)
  const first = query.data?.pages[0]
  const change = (to: Filter) => go(`/reports${report && `/${report}`}${asSearch(to)}`, { replace: true })
  return (
    <div className={classes.page} data-chosen={report !== '' || undefined}>
      <div className={classes.queue}>
        <Group justify="space-between" px="md" pt="sm" gap="xs">
          <Title order={1} size="h3">
            {text('console-reports')}
          </Title>
          <Button
            component="a"
            href="/report"
            target="_blank"
            rel="noreferrer"
            variant="subtle"
            rightSection={<Icon of={ExternalLink} size={18} />}
          >
            {text('console-reports-public')}
          </Button>
        </Group>
        <Filters filter={filter} counts={first && { open: first.open, held: first.held }} onChange={change} />
        <Loaded query={query}>
          {({ pages }) => (
            <ReportList
              reports={pages.flatMap(({ items }) => items)}
              chosen={report}
              search={search}
              more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
              busy={query.isFetchingNextPage}
            />
          )}
        </Loaded>
      </div>
      <div className={classes.side}>
        {report ? (
          <>
            <Button
              component={Link}
              href={`/reports${search}`}
              variant="default"
              className={classes.back}
              leftSection={<Icon of={ArrowLeft} size={20} />}
            >
              {text('console-reports-back')}
            </Button>
            <Chosen key={report} id={report} />
          </>
        ) : (
          <Empty icon={Megaphone} title={text('console-reports-choose')} />
        )}
      </div>
    </div>
  )
}

function Chosen({ id }: { id: string }) {
  const query = useQuery(reportQuery(id))
  return <Loaded query={query}>{(report) => <ReportCard report={report} />}</Loaded>
}
