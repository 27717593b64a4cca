import { useParams } from 'wouter'
import { Board } from './board/Board'
import { CasePage } from './case/CasePage'

/** The board of incidents or, by the address, the case of one. */
export default function IncidentsPage() {
  const { incident = '' } = useParams()
  return incident ? <CasePage key={incident} id={incident} /> : <Board />
}
