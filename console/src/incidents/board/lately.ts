import type { Api } from '../../api/types'

type Incident = Api<'IncidentSummary'>

/** One thing that happened to an incident, as its summary tells. */
export interface Happening {
  /** Kind of the event. */
  kind: string
  /** Milliseconds since 1970-01-01 UTC. */
  time: number
  incident: Incident
}

const STEPS = [
  ['incident.opened', 'opened'],
  ['incident.confirmed', 'confirmed'],
  ['incident.started', 'started'],
  ['incident.resolved', 'resolved'],
  ['incident.reviewed', 'reviewed'],
] as const

/** What happened to incidents since a time (milliseconds), the newest first. */
export function happenings(incidents: readonly Incident[], since: number): Happening[] {
  return incidents
    .flatMap((incident) =>
      STEPS.flatMap(([kind, column]) => {
        const time = incident[column] === null ? Number.NaN : Date.parse(incident[column])
        return time >= since ? [{ kind, time, incident }] : []
      }),
    )
    .sort((a, b) => b.time - a.time || a.incident.id.localeCompare(b.incident.id))
}

/** How many incidents were opened in a part of the time shown, by whether they are grave. */
export interface Bar {
  grave: number
  other: number
}

/** Counts what was opened in equal parts of the time between two moments (milliseconds). */
export function barsOf(incidents: readonly Incident[], since: number, until: number, parts: number): Bar[] {
  const bars = Array.from({ length: parts }, () => ({ grave: 0, other: 0 }))
  for (const { opened, severity } of incidents) {
    const bar = bars[Math.floor(((Date.parse(opened) - since) / (until - since)) * parts)]
    if (!bar) continue
    if (severity === 'critical' || severity === 'major') bar.grave += 1
    else bar.other += 1
  }
  return bars
}

/** The clocks of incidents that run out first; what has run out already comes before. */
export function nextDue(incidents: readonly Incident[], most: number): Incident[] {
  const due = ({ due: at }: Incident) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))
  return incidents
    .filter((one) => one.due !== null)
    .sort((a, b) => due(a) - due(b))
    .slice(0, most)
}
