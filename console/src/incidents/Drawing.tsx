import classes from './Sparkline.module.css'
import { BOX, type Drawn } from './sparkline'

/** A small curve with its limits, and a mark at the moment (`since`, milliseconds) that an incident began; words say the same. */
export function Drawing({ drawn, since }: { drawn: Drawn; since: number }) {
  return (
    <svg
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      className={classes.box}
      aria-hidden="true"
    >
      {drawn.limits.map(({ y }) => (
        <line key={y} x1={0} x2={BOX.width} y1={y} y2={y} className={classes.limit} />
      ))}
      <line x1={drawn.x(since)} x2={drawn.x(since)} y1={0} y2={BOX.height} className={classes.since} />
      <path d={drawn.curve} className={classes.curve} />
    </svg>
  )
}
