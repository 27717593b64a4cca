import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { feederQuery, feedersQuery } from '../queries'
import { FeederPage } from './FeederPage'
import { FeederTable } from './FeederTable'
import { GridLoaded } from './GridLoaded'

/** The feeders: all of them in a table, or one with its diagram. */
export default function FeedersPage() {
  const { feeder } = useParams()
  return feeder ? <One key={feeder} id={feeder} /> : <All />
}

function All() {
  const query = useQuery(feedersQuery)
  return (
    <GridLoaded query={query} page>
      {({ items }) => <FeederTable feeders={items} />}
    </GridLoaded>
  )
}

function One({ id }: { id: string }) {
  const query = useQuery(feederQuery(id))
  return (
    <GridLoaded query={query} page>
      {(feeder) => <FeederPage feeder={feeder} />}
    </GridLoaded>
  )
}
