import type { Api } from '../../api/types'
import { HALF } from './diagram'
import classes from './SingleLine.module.css'

type Mark = Api<'DiagramMark'>

/** The moving contact: laid over when closed, raised when open. */
const blade = (closed: boolean | null) => (closed === false ? 'M8 0L-6 -10' : 'M8 0H-8')

/** What stands at the fixed contact: a cross breaks faults, a bar separates, a ring breaks load. */
const CONTACTS: Partial<Record<Mark['symbol'], string>> = {
  breaker: 'M-12 -4L-4 4M-12 4L-4 -4',
  recloser: 'M-12 -4L-4 4M-12 4L-4 -4M-3 11A5 5 0 1 1 4 11M4 11L4.5 6.5M4 11L-0.2 9.4',
  load_break: 'M-8 -6V6M-8 0m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0',
  disconnector: 'M-8 -6V6',
  tie: 'M-8 -6V6M-8 0m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0',
}

/** The symbol of a mark in the manner of IEC 60617, around its own middle, current coming from the left. */
export function MarkSymbol({ symbol, closed }: Pick<Mark, 'symbol' | 'closed'>) {
  if (symbol === 'busbar') return null
  if (symbol === 'joint') return <circle r={3.5} className={classes.joint} />
  if (symbol === 'transformer') {
    return (
      <>
        <rect x={-HALF} y={-9} width={2 * HALF} height={18} className={classes.ground} />
        <circle cx={-5} r={8.5} className={classes.stroke} />
        <circle cx={5} r={8.5} className={classes.stroke} />
      </>
    )
  }
  const ground = <rect x={-HALF} y={-5} width={2 * HALF} height={10} className={classes.ground} />
  if (symbol === 'fuse') {
    return (
      <>
        {ground}
        <rect x={-11} y={-5} width={22} height={10} className={classes.stroke} />
        <path d={closed === false ? 'M-14 0H-11M11 0H14' : 'M-14 0H14'} className={classes.stroke} />
      </>
    )
  }
  return (
    <>
      {ground}
      {symbol === 'tie' && <path d="M-16 -15H16V15H-16Z" className={classes.tie} />}
      <path
        d={`M-14 0H-8M8 0H14${blade(closed)}${CONTACTS[symbol] ?? ''}`}
        className={classes.stroke}
        data-open={closed === false || undefined}
      />
    </>
  )
}
