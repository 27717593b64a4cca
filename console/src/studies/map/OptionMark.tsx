import { shapeOf } from './symbols'

/** The outline that an option has on the map. */
export function OptionMark({ option, hollow = false }: { option: number; hollow?: boolean }) {
  return (
    <svg aria-hidden="true" width="1.25rem" height="1.25rem" viewBox="0 0 24 24">
      <path
        d={shapeOf(option)}
        fill={hollow ? 'none' : 'var(--luylau-accent)'}
        stroke={hollow ? 'currentColor' : 'var(--luylau-accent)'}
        strokeWidth={2}
        strokeLinejoin="round"
      />
    </svg>
  )
}
