import { CircleHelp, type IconNode, LoaderCircle, OctagonPause, Play, Square } from 'lucide'
import type { Api } from '../api/types'

export type Camera = Api<'CameraSummary'>
export type Phase = Camera['phase']

export const PHASES: readonly Phase[] = ['connecting', 'streaming', 'waiting', 'ended', 'unknown']

/** The form of each state: no two are told apart by colour alone. */
export const PHASE_ICONS: Readonly<Record<Phase, IconNode>> = {
  connecting: LoaderCircle,
  streaming: Play,
  waiting: OctagonPause,
  ended: Square,
  unknown: CircleHelp,
}
