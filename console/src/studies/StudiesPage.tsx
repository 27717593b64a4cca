import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from 'wouter'
import { Loaded } from '../app/states'
import { ComparePage } from './compare/ComparePage'
import { studyQuery } from './queries'
import { StudyList } from './StudyList'
import { Studio } from './studio/Studio'

/** The pack's studies or, by the address, one of them, or two plans side by side. */
export default function StudiesPage() {
  const { study = '' } = useParams()
  const [path] = useLocation()
  if (path === '/study-comparison') return <ComparePage />
  return study ? <One id={study} /> : <StudyList />
}

function One({ id }: { id: string }) {
  const query = useQuery(studyQuery(id))
  return (
    <Loaded query={query} page>
      {(detail) => <Studio key={id} detail={detail} />}
    </Loaded>
  )
}
