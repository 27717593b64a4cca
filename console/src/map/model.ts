import type { Api, AssetState, City } from '../api/types'
import { rank } from '../assets/states'
import { fold } from '../i18n/fold'
import type { Language } from '../i18n/languages'
import { namesOf } from '../i18n/text'

/** An asset as the map and its list know it. */
export interface MapAsset {
  id: string
  /** In the reader's language, where the pack has it. */
  name: string
  place: string
  lat: number
  lon: number
  kind: string
  state: AssetState
  /** The newest good headline value when the answer was made; newer ones come live. */
  value: number | null
  simulated: boolean
  /** What search looks through, folded: the city's own names too, whatever the reader's language. */
  folded: string
}

/** Turns the columns of the map's answer into rows, the worst first and then by name as `language` orders names. */
export function assetsOf(
  columns: Api<'MapAssets'>,
  city: City,
  places: readonly Pick<Api<'Place'>, 'id' | 'name' | 'names'>[],
  language: Language,
): MapAsset[] {
  const kindWords = new Map(city.kinds.map((kind) => [kind.id, namesOf(kind)]))
  const placeWords = new Map(places.map((place) => [place.id, namesOf(place)]))
  const rows = columns.id.map((id, row): MapAsset => {
    const kind = columns.kinds[columns.kind[row] ?? -1] ?? ''
    const name = columns.name[row] ?? id
    const place = columns.place[row] ?? ''
    return {
      id,
      name,
      place,
      lat: columns.lat[row] ?? 0,
      lon: columns.lon[row] ?? 0,
      kind,
      state: columns.states[columns.state[row] ?? -1] ?? 'unheard',
      value: columns.value[row] ?? null,
      simulated: columns.simulated[row] ?? false,
      folded: fold([id, name, columns.own_name[row], kindWords.get(kind), placeWords.get(place)].join(' ')),
    }
  })
  const collator = new Intl.Collator(language, { numeric: true })
  return rows.sort((a, b) => rank(b.state) - rank(a.state) || collator.compare(a.name, b.name))
}
