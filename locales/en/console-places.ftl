## The units of the territory.

console-places = Places
console-places-search = Find a place
console-places-search-hint = Today's name, or an address from before the merger of 2025; accents may be left out.
console-places-count = { $count ->
    [one] One unit
   *[other] { $count } units
}
console-places-none = No unit of today has this name.
console-places-name = Unit
console-places-population = Inhabitants
console-places-area_km2 = Area (km²)
console-places-density = Inhabitants per km²
console-places-assets = Assets
console-places-open_incidents = Open incidents
console-place-code = Official code
console-place-unknown = There is no such place.
console-place-assets = { $count ->
    [0] No asset here
    [one] One asset here
   *[other] { $count } assets here
}
