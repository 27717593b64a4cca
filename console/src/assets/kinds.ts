import {
  Angle,
  Building,
  Camera,
  CloudRain,
  Cross,
  DoorOpen,
  Droplets,
  Factory,
  Fan,
  Flame,
  Gauge,
  type IconNode,
  Leaf,
  MapPin,
  Network,
  ToggleRight,
  UtilityPole,
  WavesHorizontal,
  Wind,
  Zap,
} from 'lucide'
import type { City, Kind } from '../api/types'

/** The pictures that a pack's kinds may name; a name that is not here gets a pin. */
const ICONS: Readonly<Record<string, IconNode>> = {
  river: WavesHorizontal,
  rain: CloudRain,
  wind: Wind,
  air: Leaf,
  meter: Gauge,
  door: DoorOpen,
  tilt: Angle,
  smoke: Flame,
  water: Droplets,
  camera: Camera,
  switch: Network,
  substation: Zap,
  transformer: UtilityPole,
  breaker: ToggleRight,
  pump: Fan,
  clinic: Cross,
  factory: Factory,
  centre: Building,
}

export const ICON_NAMES: readonly string[] = [...Object.keys(ICONS), 'pin']

export function iconOf(name: string): IconNode {
  return ICONS[name] ?? MapPin
}

/** The name under which the map holds the picture of a kind. */
export function iconName(kind: Kind | undefined): string {
  return kind && kind.icon in ICONS ? kind.icon : 'pin'
}

export function kindOf(city: City, id: string): Kind | undefined {
  return city.kinds.find((kind) => kind.id === id)
}

/** The channel whose value stands for an asset of this kind on the map and in lists. */
export function headline(kind: Kind | undefined): Kind['channels'][number] | undefined {
  return kind?.channels.find((channel) => channel.shown)
}
