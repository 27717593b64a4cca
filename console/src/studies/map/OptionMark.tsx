import { shapeOf } from './symbols'

interface Props {
  option: number
  /** Filled as a chosen site, hollow as one that was left, or ringed as one that stands firm. */
  look?: 'filled' | 'hollow' | 'ringed'
}

/** The outline that an option has on the map. */
export function OptionMark({ option, look = 'filled' }: Props) {
  const path = { d: shapeOf(option), strokeLinejoin: 'round' } as const
  const accent = 'var(--luylau-accent)'
  return (
    <svg aria-hidden="true" width="1.25rem" height="1.25rem" viewBox="-3 -3 30 30">
      {look === 'ringed' && <path {...path} fill="none" stroke={accent} strokeWidth={6} />}
      <path
        {...path}
        fill={look === 'hollow' ? 'none' : accent}
        stroke={look === 'hollow' ? 'currentColor' : 'var(--mantine-color-body)'}
        strokeWidth={2}
      />
    </svg>
  )
}
