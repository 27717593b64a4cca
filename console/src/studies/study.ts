import { LANGUAGES, type Language } from '../i18n/languages'

export const METHODS = ['covering', 'supply', 'cover_all', 'median'] as const
export const DEMAND_SOURCES = ['places', 'assets', 'customers', 'file'] as const
export const SITE_SOURCES = ['loads', 'assets', 'raster', 'file'] as const
export const DECAYS = ['step', 'linear', 'gaussian'] as const
export const AREA_USES = ['sites', 'keep_out', 'demand'] as const

export type Words = Record<Language, string>
export type AreaUse = (typeof AREA_USES)[number]
/** A place on the earth, in degrees. */
export type LatLon = [lat: number, lon: number]

/** Points that want to be reached, and how much all of them count. */
export interface Demand {
  id: string
  names: Words
  source: (typeof DEMAND_SOURCES)[number]
  weight: number
  kinds: string[]
  file: string
  column: string
  load_w: number
  /** Kinds of assets that serve it within so many metres already. */
  served_by: string[]
  served_m: number
  note: string
  assumed: boolean
}

/** What can be put on a site; lengths in metres, costs in the study's currency. */
export interface Option {
  id: string
  names: Words
  cost: number
  running_cost: number
  range_m: number
  near_m: number
  angle_deg: number
  headings: number
  decay: (typeof DECAYS)[number]
  /** How much of the demand it serves at most; 0 any. For ways alone. */
  capacity: number
  power_w: number
  supply_w: number
  energy_wh: number
  note: string
  assumed: boolean
}

export interface Area {
  id: string
  names: Words
  use: AreaUse
  points: LatLon[]
}

export interface Sites {
  source: (typeof SITE_SOURCES)[number]
  kinds: string[]
  file: string
  step_m: number
  most: number
}

/** What a plan must keep to; 0 is no limit. */
export interface Limits {
  budget: number
  years: number
  most_sites: number
  must: string[]
  must_not: string[]
  installed: string[]
  installed_range_m: number
  apart_m: number
  unit_least: number
  unit_most: number
  /** Shares, from 0 to 1. */
  unit_reach: number
  twice: number
  reliable: number
  powered: boolean
  scenarios: number
}

/** A study with every field that it may have. */
export interface Study {
  id: string
  names: Words
  question: Words
  currency: string
  method: (typeof METHODS)[number]
  seed: number
  seconds: number
  demand: Demand[]
  option: Option[]
  area: Area[]
  sites: Sites
  limits: Limits
  /** Files beside the study: what hides, and along what one goes; "" none. */
  buildings: string
  roads: string
}

/** A study as the API takes and gives it: fields at their default are left out. */
export type StudyData = Readonly<Record<string, unknown>>

export const NO_WORDS: Words = { vi: '', en: '', ja: '' }

export const NEW_DEMAND: Demand = {
  id: '',
  names: NO_WORDS,
  source: 'places',
  weight: 1,
  kinds: [],
  file: '',
  column: '',
  load_w: 0,
  served_by: [],
  served_m: 0,
  note: '',
  assumed: false,
}

export const NEW_OPTION: Option = {
  id: '',
  names: NO_WORDS,
  cost: 0,
  running_cost: 0,
  range_m: 0,
  near_m: 0,
  angle_deg: 360,
  headings: 1,
  decay: 'step',
  capacity: 0,
  power_w: 0,
  supply_w: 0,
  energy_wh: 0,
  note: '',
  assumed: false,
}

const NEW_AREA: Area = { id: '', names: NO_WORDS, use: 'sites', points: [] }
const NEW_SITES: Sites = { source: 'raster', kinds: [], file: '', step_m: 500, most: 0 }
const NEW_LIMITS: Limits = {
  budget: 0,
  years: 0,
  most_sites: 0,
  must: [],
  must_not: [],
  installed: [],
  installed_range_m: 0,
  apart_m: 0,
  unit_least: 0,
  unit_most: 0,
  unit_reach: 0,
  twice: 0,
  reliable: 0,
  powered: false,
  scenarios: 64,
}
const NEW_STUDY: Study = {
  id: '',
  names: NO_WORDS,
  question: NO_WORDS,
  currency: '',
  method: 'covering',
  seed: 1,
  seconds: 60,
  demand: [],
  option: [],
  area: [],
  sites: NEW_SITES,
  limits: NEW_LIMITS,
  buildings: '',
  roads: '',
}

const words = (given: unknown): Words => ({ ...NO_WORDS, ...(given as Partial<Words> | undefined) })

/** A part with its defaults filled in, and its names in every language. */
function filled<Part extends { names: Words }>(start: Part, given: unknown): Part {
  const part = given as Partial<Part>
  return { ...start, ...part, names: words(part.names) }
}

const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])

/** Fills in what the API leaves out. What a newer platform knows beside it is kept as it is. */
export function studyOf(data: StudyData): Study {
  const { version: _, ...rest } = data
  const given = rest as Partial<Study>
  return {
    ...filled(NEW_STUDY, given),
    question: words(given.question),
    demand: list(given.demand).map((one) => filled(NEW_DEMAND, one)),
    option: list(given.option).map((one) => filled(NEW_OPTION, one)),
    area: list(given.area).map((one) => filled(NEW_AREA, one)),
    sites: { ...NEW_SITES, ...given.sites },
    limits: { ...NEW_LIMITS, ...given.limits },
  }
}

/** The study as it is sent. A list of areas without one is left out: the file would have an empty list. */
export function dataOf({ area, ...study }: Study): Record<string, unknown> {
  // An area that nobody has named has no names.
  const drawn = area.map(({ names, ...one }) =>
    Object.values(names).some(Boolean) ? { ...one, names } : one,
  )
  return { ...study, ...(drawn.length > 0 && { area: drawn }) }
}

/** The study without areas that have no inside yet: what can be asked while one is being drawn. */
export const finished = (study: Study): Study => ({
  ...study,
  area: study.area.filter(({ points }) => points.length >= 3),
})

/** What of a study decides which plan is best: neither what it is called, nor notes, nor how long is searched. */
export function askedOf(study: Study): string {
  const { names: _, question: __, seconds: ___, demand, option, area, ...rest } = study
  const bare = <Part extends { names: Words; note?: string; assumed?: boolean }>({
    names: ____,
    note: _____,
    ...part
  }: Part) => part
  return JSON.stringify({ ...rest, demand: demand.map(bare), option: option.map(bare), area: area.map(bare) })
}

const LONGEST_ID = 56

/** An id made of words, e.g. "Vùng cấm" gives "vung-cam"; the first that is free of those taken. */
export function idFrom(said: string, taken: Iterable<string>, otherwise: string): string {
  const plain = said
    .replaceAll(/[đĐ]/g, 'd')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replaceAll(/^-+|-+$/g, '')
  const stem = plain || otherwise
  const known = new Set(taken)
  if (!known.has(stem)) return stem
  for (let number = 2; ; number++) if (!known.has(`${stem}-${number}`)) return `${stem}-${number}`
}

/** Says one thing in every language. */
export const inEach = (say: (language: Language) => string): Words =>
  Object.fromEntries(LANGUAGES.map((language) => [language, say(language)])) as Words

/** The list with one of its parts changed. */
export const changed = <Part>(parts: readonly Part[], at: number, part: Partial<Part>): Part[] =>
  parts.map((one, index) => (index === at ? { ...one, ...part } : one))

/** How a site stands in the limits. */
export type Ruling = 'must' | 'must_not' | ''

export function rulingOf({ must, must_not }: Limits, site: string): Ruling {
  return must.includes(site) ? 'must' : must_not.includes(site) ? 'must_not' : ''
}

/** The limits with a site wanted, refused, or neither. */
export function ruled(limits: Limits, site: string, ruling: Ruling): Limits {
  const without = (sites: readonly string[]) => sites.filter((one) => one !== site)
  return {
    ...limits,
    must: ruling === 'must' ? [...without(limits.must), site] : without(limits.must),
    must_not: ruling === 'must_not' ? [...without(limits.must_not), site] : without(limits.must_not),
  }
}

/** Up to where a slider of a budget goes: twice what it is, at least what two of everything cost. */
export function budgetEnd({ limits, option }: Study): number {
  const dearest = Math.max(1, ...option.map(({ cost, running_cost }) => cost + running_cost * limits.years))
  return roundUp(Math.max(2 * limits.budget, 2 * dearest))
}

/** The next number of the form 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * (([1, 2, 5, 10] as const).find((one) => one * power >= value * (1 - 1e-9)) ?? 10)
}
