import type { Api } from '../../api/types'

/** Bounds of what the platform takes. */
export const BOUNDS = {
  p_mw: { low: 1, high: 100_000 },
  slots: { low: 1, high: 24 },
  slot_hours: { low: 0.5, high: 12 },
} as const
export type Field = keyof typeof BOUNDS

/** What an operator has typed; text while it is no number. */
export type Wanted = Record<Field, number | string>

/** The request that was typed, or the fields that it is wrong in. */
export function requestOf(wanted: Wanted): { body: Api<'RotaRequest'> } | { wrong: Field[] } {
  const wrong = (Object.keys(BOUNDS) as Field[]).filter((field) => {
    const value = wanted[field]
    const { low, high } = BOUNDS[field]
    if (typeof value !== 'number' || !(value >= low && value <= high)) return true
    return field === 'slots' && !Number.isInteger(value)
  })
  if (wrong.length > 0) return { wrong }
  return {
    body: { p_mw: Number(wanted.p_mw), slots: Number(wanted.slots), slot_hours: Number(wanted.slot_hours) },
  }
}

export interface SlotBar {
  slot: Api<'RotaSlot'>
  /** Hours after the beginning. */
  from: number
  until: number
  /** Of the longest bar, and of the load that was asked for. */
  share: number
  met: number
}

/** The slots as bars against the load to shed. */
export function slotBars(rota: Api<'Rota'>, hours: number): { bars: SlotBar[]; target: number } {
  const top = Math.max(rota.p_mw, ...rota.slots.map(({ p_mw }) => p_mw), 1e-9)
  return {
    target: rota.p_mw / top,
    bars: rota.slots.map((slot) => ({
      slot,
      from: slot.start_h,
      until: slot.start_h + hours,
      share: slot.p_mw / top,
      met: rota.p_mw > 0 ? slot.p_mw / rota.p_mw : 1,
    })),
  }
}

export interface Cut {
  id: string
  name: string
  customers: number
  p_mw: number
  sites: number
  /** Numbers of the slots, from 1. */
  slots: number[]
  hours: number
}

/** Every feeder that is cut, with its slots; who is cut longest, then who has most customers, first. */
export function cutsOf(rota: Api<'Rota'>, hours: number): Cut[] {
  const cuts = new Map<string, Cut>()
  for (const [at, slot] of rota.slots.entries()) {
    for (const { id, name, customers, p_mw, sites } of slot.feeders) {
      const cut = cuts.get(id) ?? { id, name, customers, p_mw, sites, slots: [], hours: 0 }
      cut.slots.push(at + 1)
      cut.hours += hours
      cuts.set(id, cut)
    }
  }
  return [...cuts.values()].sort(
    (a, b) => b.hours - a.hours || b.customers - a.customers || a.id.localeCompare(b.id),
  )
}
