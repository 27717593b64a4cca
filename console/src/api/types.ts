import type { components } from './schema'

type Schemas = components['schemas']

/** Any named shape of the API, e.g. `Api<'IncidentSummary'>`. */
export type Api<Name extends keyof Schemas> = Schemas[Name]

export type City = Api<'CityInfo'>
export type Kind = Api<'Kind'>
export type AssetState = Api<'AssetSummary'>['state']
export type Severity = Api<'IncidentSummary'>['severity']
export type Session = Api<'Session'>
export type Role = Api<'User'>['role']
