import { Button, Text, VisuallyHidden } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide'
import { Fragment, useMemo } from 'react'
import { Empty, Loaded } from '../../app/states'
import { TAGS, timeZone } from '../../i18n/format'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useText } from '../../i18n/text'
import { useNews } from '../../incidents/useNews'
import { eventsQuery } from '../queries'
import { EventRow } from './EventRow'
import classes from './Events.module.css'
import { asSearch, type CameraEvent, type Filter } from './filter'

interface Props {
  filter: Filter
  /** Whether to say which camera saw each. */
  named: boolean
  /** Whether more than a camera's own filter is set. */
  narrowed: boolean
}

/** What cameras saw, along a line of time, the newest first. */
export function EventList({ filter, named, narrowed }: Props) {
  const text = useText()
  const query = useInfiniteQuery(eventsQuery(filter))
  return (
    <Loaded query={query}>
      {({ pages }) => (
        <>
          <Days
            events={pages.flatMap(({ items }) => items)}
            first={pages[0]?.items ?? []}
            named={named}
            narrowed={narrowed}
            of={asSearch(filter)}
          />
          {query.hasNextPage && (
            <Button
              variant="default"
              w="fit-content"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {text('console-cameras-more')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}

function Days({ events, first, named, narrowed, of }: DaysProps) {
  const text = useText()
  const { language } = useLanguage()
  const news = useNews(
    useMemo(() => first.map(({ id }) => id), [first]),
    of,
  )
  const day = useMemo(() => {
    const format = new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'full', timeZone: timeZone() })
    return (when: string) => format.format(new Date(when))
  }, [language])
  if (events.length === 0)
    return (
      <Empty
        icon={SearchX}
        title={text(narrowed ? 'console-cameras-nothing-fits' : 'console-cameras-nothing')}
        hint={text(narrowed ? 'console-cameras-nothing-fits-hint' : 'console-cameras-nothing-hint')}
      />
    )
  return (
    <>
      <VisuallyHidden role="status">
        {news.size > 0 ? text('console-cameras-new', { count: news.size }) : ''}
      </VisuallyHidden>
      <ol className={classes.list} aria-label={text('console-cameras-events')}>
        {events.map((event, at) => {
          const said = day(event.opened)
          const before = events[at - 1]
          return (
            <Fragment key={event.id}>
              {(!before || day(before.opened) !== said) && (
                <li className={classes.day}>
                  <Text fw={650}>{said}</Text>
                </li>
              )}
              <EventRow event={event} named={named} />
            </Fragment>
          )
        })}
      </ol>
    </>
  )
}

interface DaysProps {
  events: readonly CameraEvent[]
  /** Those of the first page: what is read on is older, not new. */
  first: readonly CameraEvent[]
  named: boolean
  narrowed: boolean
  of: string
}
