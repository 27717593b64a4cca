import type { Api, AssetState, City } from '../api/types'
import { rank } from '../assets/states'
import { fold } from '../i18n/fold'

/** An asset as the map and its list know it. */
export interface MapAsset {
  id: string
  name: string
  place: string
  lat: number
  lon: number
  kind: string
  state: AssetState
  /** The newest good headline value when the answer was made; newer ones come live. */
  value: number | null
  simulated: boolean
  /** What search looks through, folded. */
  folded: string
}

/** Turns the columns of the map's answer into rows, the worst first and then by name. */
export function assetsOf(
  columns: Api<'MapAssets'>,
  city: City,
  places: ReadonlyMap<string, string>,
): MapAsset[] {
  const kindWords = new Map(city.kinds.map((kind) => [kind.id, Object.values(kind.names).join(' ')]))
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
      folded: fold([id, name, kindWords.get(kind), places.get(place)].join(' ')),
    }
  })
  const collator = new Intl.Collator('vi', { numeric: true })
  return rows.sort((a, b) => rank(b.state) - rank(a.state) || collator.compare(a.name, b.name))
}
